/** Arrays for what goes from link to link, kept for the engine's life: one set for what a link reads, one for what it makes. */
export class Rooms {
  readonly #known = new Map<string, Float32Array>();

  /**
   * Room for a result of a link, which the second link after it may take again.
   * @param link the link's place in the chain
   * @param result the result's place among those of the link
   */
  of(link: number, result: number, size: number): Float32Array {
    const key = `${link % 2} ${result} ${size}`;
    let room = this.#known.get(key);
    if (!room) {
      room = new Float32Array(size);
      this.#known.set(key, room);
    }
    return room;
  }
}
