/** Cells of HTML tables as they are shown and compared. */
import type { HtmlCell } from './html_grid.js'

/** Text as it is shown: space at line ends is none. */
export function shown(text: string): string {
  return text
    .replace(/ *\n[ \n]*/g, '\n')
    .replace(/ {2,}/g, ' ')
    .trim()
}

/** Header cells as they are compared: without space beside characters that are no ASCII, where lines were broken to save width. */
export function headerCells(cells: readonly HtmlCell[]): string[] {
  let repeated = 1
  return cells.map((cell, index) => {
    repeated = index > 0 && cells[index - 1] === cell ? repeated + 1 : 1
    const text = cell.text.replace(/\s+/g, ' ').replace(/(?<=[\u0080-\uffff]) | (?=[\u0080-\uffff])/g, '')
    const name = text === '' ? `column ${index + 1}` : text
    return repeated === 1 ? name : `${name} (${repeated})`
  })
}
