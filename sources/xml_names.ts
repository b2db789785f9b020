/** Which path in a row's element is which column. */

export interface XmlColumns {
  /**
   * The name under which a row holds the cell, and all its paths below the row's element: `amount`, `party/name`, `amount/@unit`, `@id`, `.` for
   * the text of the row's element itself. The name is one of them. A step without prefix fits an element of any namespace; with one (`g:name`) the
   * path has to be written just so.
   */
  readonly columns: Readonly<Record<string, readonly string[]>>
  /** Columns that are lists even where they have one cell. */
  readonly lists?: readonly string[]
  /** Columns made of whole elements, in the same form as `columns`: a list of objects, each with the element's own cells under their paths in it. */
  readonly elements?: Readonly<Record<string, readonly string[]>>
}

export interface XmlNames {
  readonly cells: ReadonlyMap<string, string>
  readonly elements: ReadonlyMap<string, string>
  readonly lists: ReadonlySet<string>
  /** The paths of elements that hold declared ones: empty, they say nothing. */
  readonly containers: ReadonlySet<string>
  /** Declared columns in their order. */
  readonly order: readonly string[]
}

/** Works out the names. Throws on two columns with one path, or a list that is no column: the declaration is wrong, not the file. */
export function xmlNames(spec: XmlColumns): XmlNames {
  const taken = new Map<string, string>()
  const read = (columns: Readonly<Record<string, readonly string[]>>) => {
    const paths = new Map<string, string>()
    for (const [name, others] of Object.entries(columns)) {
      for (const path of new Set([name, ...others])) {
        const other = taken.get(path)
        if (other !== undefined) throw new Error(`columns ${other} and ${name} share the path ${path}`)
        taken.set(path, name)
        paths.set(path, name)
      }
    }
    return paths
  }
  const cells = read(spec.columns)
  const elements = read(spec.elements ?? {})
  const lists = new Set([...(spec.lists ?? []), ...Object.keys(spec.elements ?? {})])
  const order = [...Object.keys(spec.columns), ...Object.keys(spec.elements ?? {})]
  const undeclared = [...lists].find((name) => !order.includes(name))
  if (undeclared !== undefined) throw new Error(`the list ${undeclared} is not among the columns`)
  const containers = new Set<string>()
  for (const path of taken.keys())
    for (let at = path.indexOf('/'); at > 0; at = path.indexOf('/', at + 1)) containers.add(path.slice(0, at))
  for (const path of taken.keys()) containers.delete(path)
  return { cells, elements, lists, containers, order }
}

/** A name without its prefix. */
export function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}
