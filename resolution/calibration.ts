/** From bits of evidence to an answer and a probability: what people decided shifts the bits, and what was seen on labelled sets is their probability. */
import { probability } from './thresholds.js'

/** Calibrated bits are `slope` times the bits plus `shift` (Platt, 1999); the slope is above 0, so that more evidence never makes two the less likely to be one. */
export interface Calibration {
  readonly slope: number
  readonly shift: number
}

/** Calibrated bits and the share of pairs of so many that are one party: both rise. */
export type Curve = readonly (readonly [bits: number, share: number])[]

/** Between two points of the curve on the straight line; beyond its ends as at them. */
export function shareAt(curve: Curve, bits: number): number {
  const above = curve.findIndex(([at]) => at >= bits)
  const [x, y] = [curve[above - 1], curve[above]]
  if (y === undefined) return curve.at(-1)?.[1] ?? probability(bits)
  if (x === undefined) return y[1]
  return x[1] + ((y[1] - x[1]) * (bits - x[0])) / (y[0] - x[0])
}

/** Shares that never fall: neighbours that do are pooled (isotonic regression, Ayer and others, 1955). */
export function rising(shares: readonly { readonly share: number; readonly count: number }[]): number[] {
  const pools: { share: number; count: number; places: number }[] = []
  for (const { share, count } of shares) {
    let pool = { share, count, places: 1 }
    for (let last = pools.at(-1); last !== undefined && last.share > pool.share; last = pools.at(-1)) {
      pools.pop()
      const all = last.count + pool.count
      pool = {
        share: (last.share * last.count + pool.share * pool.count) / all,
        count: all,
        places: last.places + pool.places,
      }
    }
    pools.push(pool)
  }
  return pools.flatMap((pool) => Array.from({ length: pool.places }, () => pool.share))
}

/** Two that somebody said are the same party or are not, and what they weigh; `count`: as how many such pairs it counts. */
export interface Labelled {
  readonly bits: number
  /** Between 0 and 1. */
  readonly same: number
  readonly count: number
}

export const calibratedBits = (bits: number, { slope, shift }: Calibration): number => slope * bits + shift

/** As many decisions count as much as the calibration that was there before. */
const PRIOR_DECISIONS = 1000
/** The bits at which the earlier calibration is held to, as far as reviewers are asked. */
const PRIOR_BITS = Array.from({ length: 25 }, (_, at) => at - 6)
/** However many decisions there are, they are about what reviewers chose to look at: the slope moves by this factor at most, and the shift by so many bits. */
const MOST_SLOPE = 1.5
const MOST_SHIFT = 3

/** The calibration that some decisions ask for, from the one before: a few change little. The order of the decisions does not matter. */
export function corrected(before: Calibration, decisions: readonly Labelled[]): Calibration {
  if (decisions.length === 0) return before
  const count = PRIOR_DECISIONS / PRIOR_BITS.length
  const prior = PRIOR_BITS.map((bits) => ({ bits, same: probability(calibratedBits(bits, before)), count }))
  const { slope, shift } = fitted(before, [...prior, ...decisions])
  const within = (value: number, least: number, most: number) => round(Math.min(most, Math.max(least, value)))
  return {
    slope: within(slope, before.slope / MOST_SLOPE, before.slope * MOST_SLOPE),
    shift: within(shift, before.shift - MOST_SHIFT, before.shift + MOST_SHIFT),
  }
}

/** Decimals that outlast the order of summing. */
const round = (value: number) => Math.round(value * 1e6) / 1e6

const ROUNDS = 100
const LEAST_SLOPE = 0.01

/** The line of the greatest likelihood, by Newton's method with steps that are halved while they do not help. */
export function fitted(from: Calibration, labelled: readonly Labelled[]): Calibration {
  const lossOf = (line: Calibration) =>
    labelled.reduce((sum, { bits, same, count }) => {
      const at = calibratedBits(bits, line)
      return sum + count * (same * softplus(-at) + (1 - same) * softplus(at))
    }, 0)
  let line = from
  let loss = lossOf(line)
  for (let round = 0; round < ROUNDS; round++) {
    const [bySlope, byShift] = newtonStep(line, labelled)
    let better: Calibration | null = null
    for (let share = 1; share > 1e-6 && better === null; share /= 2) {
      const next = { slope: Math.max(LEAST_SLOPE, line.slope - share * bySlope), shift: line.shift - share * byShift }
      const found = lossOf(next)
      if (found < loss - 1e-12) [better, loss] = [next, found]
    }
    if (better === null) break
    line = better
  }
  return line
}

/** The natural logarithm of 1 + 2^bits. */
const softplus = (bits: number) => (bits > 50 ? bits * Math.LN2 : Math.log1p(2 ** bits))

function newtonStep(line: Calibration, labelled: readonly Labelled[]): [number, number] {
  let [g0, g1, h00, h01, h11] = [0, 0, 1e-9, 0, 1e-9]
  for (const { bits, same, count } of labelled) {
    const said = probability(calibratedBits(bits, line))
    const [error, spread] = [count * (said - same), count * said * (1 - said) * Math.LN2]
    g0 += error * bits
    g1 += error
    h00 += spread * bits * bits
    h01 += spread * bits
    h11 += spread
  }
  const determinant = h00 * h11 - h01 * h01
  return [(h11 * g0 - h01 * g1) / determinant, (h00 * g1 - h01 * g0) / determinant]
}
