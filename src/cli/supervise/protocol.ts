/** What a supervised command tells its supervisor. */
export type Report =
  /** It asks for the {@link Record} of its former lives. */
  { readonly kind: 'hello' } | { readonly kind: 'begin' | 'end'; readonly job: string };

/** Jobs at which the process died before, with the signals that ended it. */
export type DeathRecord = readonly (readonly [job: string, deaths: readonly string[]])[];

/** The supervisor's process id, in the environment of the process that it watches: of no other that inherits it. */
export const SUPERVISOR = 'NASPROBE_SUPERVISOR';

export function isSupervised(): boolean {
  return process.connected === true && process.env[SUPERVISOR] === String(process.ppid);
}
