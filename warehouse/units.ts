/** Units: what proof alone holds together, and decisions and links speak of. */

/** SQL over a mention `m`: the unit that it belongs to. */
export const UNIT = 'm.entity_id'
