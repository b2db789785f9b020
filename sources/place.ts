/**
 * Where the documents of an agency come from. A place lands them as files, one after the other, and says how far it has come; what stands in
 * them is for the format. It drops nothing, and everything that it is sent is hostile.
 */
import type { SourceFile } from './files.js'

/** How far a place was read: its own words, kept in Postgres with the run that read so far. */
export type PlaceCursor = Readonly<Record<string, unknown>>

/** What a place is asked for. */
export interface LandRequest {
  /** An empty directory for the files; it is removed when they have been read. */
  readonly directory: string
  /** Where the last run that ended well had come to; null: from the beginning. */
  readonly cursor: PlaceCursor | null
  /** For a backfill: only what was changed from this day on (ISO), whatever the cursor says; null: as the cursor has it. */
  readonly since: string | null
  /** Only what was changed before this day (ISO, excluded); null: up to now. */
  readonly until: string | null
  /** Now, as an ISO instant: the same for the whole run. */
  readonly now: string
  /** When everything was last read (ISO instant); left out or null: never, or everything is asked for again. */
  readonly fullAt?: string | null
  /** True when a document with these bytes was read to its end before; left out: none was. */
  taken?(sha256: string): Promise<boolean>
  /** Tells people of something that stops nothing, such as rows dated in the future. */
  tell?(sentence: string): void
  /** A secret that the declaration names, such as a password. Throws LedgerError secret_missing with the variable to set. */
  secret(name: string): string
  /** Ended when the run is to stop. */
  readonly signal: AbortSignal
}

/** A document that has landed. */
export interface Landed {
  readonly file: SourceFile
  /** Where the next run may go on once this and all before it are read; null: not here. */
  readonly cursor: PlaceCursor | null
  /** True for the last document of a whole: what a snapshot lacks after it is absent. */
  readonly whole?: boolean
  /** Where the document came from, for people, when the file is a copy; left out: the place. */
  readonly origin?: string
  /**
   * True when the place wrote the document itself, out of rows or messages. Equal bytes are then a new statement, where a file that comes again is an old
   * one; and what cannot be read of it is asked for again.
   */
  readonly made?: boolean
}

export interface Place {
  /** Where it is, for people; never with a secret. */
  readonly where: string
  /**
   * Lands what there is, in the order of the cursor. Throws LedgerError place_unreachable, place_refused, place_invalid and the like with a next step when it
   * cannot go on: what it landed before that stands.
   */
  land(request: LandRequest): AsyncGenerator<Landed>
  /**
   * Called when the rows of a document are committed and its run has ended, so that it can be moved away or marked. `broken`: it could not be read to its end.
   */
  done?(file: SourceFile, broken: boolean): Promise<void>
}
