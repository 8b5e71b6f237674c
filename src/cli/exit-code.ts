/** What the command's exit code says. 70 is EX_SOFTWARE of sysexits: a defect of nasprobe, not of its input. */
export const EXIT = { done: 0, someFailed: 1, badInput: 2, defect: 70, stopped: 130 } as const;
