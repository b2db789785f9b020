/** Text as UTF-8 in one growing buffer, written once and hashed, compressed and sent from there. */
export class Utf8Writer {
  #bytes: Buffer
  #end = 0

  /** `room`: how many bytes are expected; more are found when they come. */
  constructor(room: number) {
    this.#bytes = Buffer.allocUnsafeSlow(room)
  }

  /** How many bytes are written. */
  get end(): number {
    return this.#end
  }

  write(text: string): void {
    // A UTF-16 unit takes at most three bytes of UTF-8.
    this.#makeRoom(3 * text.length)
    this.#end += this.#bytes.write(text, this.#end)
  }

  copy(bytes: Buffer): void {
    this.#makeRoom(bytes.length)
    this.#end += bytes.copy(this.#bytes, this.#end)
  }

  /** Lets `write` put at most `room` bytes behind the end; it is given the buffer and where to begin, and returns where it ended. */
  fill(room: number, write: (bytes: Buffer, at: number) => number): void {
    this.#makeRoom(room)
    this.#end = write(this.#bytes, this.#end)
  }

  /** Goes back to an earlier end: what was written behind it is written over. */
  rewind(end: number): void {
    this.#end = end
  }

  /** The bytes from `from` on. They stay as they are, whatever is written behind them later. */
  slice(from = 0): Buffer {
    return this.#bytes.subarray(from, this.#end)
  }

  #makeRoom(room: number): void {
    if (this.#end + room <= this.#bytes.length) return
    const larger = Buffer.allocUnsafeSlow(Math.max(2 * this.#bytes.length, this.#end + room))
    this.#bytes.copy(larger, 0, 0, this.#end)
    this.#bytes = larger
  }
}
