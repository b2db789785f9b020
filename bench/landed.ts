/** How fast rows arrive in a table, seen from outside; the same for every side. What is before the first rows does not count. */

/** How often a table is looked at. */
export const LOOK_MS = 100

/** One look at the table: when, and how large it was, in whatever unit the rows are alike. */
export interface Look {
  readonly moment: number
  readonly size: number
}

export interface Landed {
  /** Rows that arrived between the first look at which there were any and the last one. */
  readonly rows: number
  readonly seconds: number
  /** The second half of them alone, when the virtual machine is warm: as good as it gets in a process that runs for ever. */
  readonly warm: { readonly rows: number; readonly seconds: number }
}

/** What looks say of which the first saw `first` rows and the last `total`. */
export function landedIn(looks: readonly Look[], first: number, total: number): Landed {
  const [begin, end] = [looks[0], looks.at(-1)]
  if (begin === undefined || end === undefined) return { rows: 0, seconds: 0, warm: { rows: 0, seconds: 0 } }
  const half = looks.find(({ size }) => size >= (begin.size + end.size) / 2) ?? end
  // Rows are of one size on the whole.
  const warmRows = Math.round(total * (1 - half.size / end.size))
  return {
    rows: total - first,
    seconds: (end.moment - begin.moment) / 1000,
    warm: { rows: warmRows, seconds: (end.moment - half.moment) / 1000 },
  }
}
