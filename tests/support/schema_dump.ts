/** The schema as the catalogue tells it: what a reviewer reads to see what a migration did. The npm Postgres brings no pg_dump. */
import type pg from 'pg'

const PARTS: readonly string[] = [
  `select format('create table %s.%s (%s);', n.nspname, c.relname, E'\\n' || string_agg(format('  %s %s%s%s', a.attname, format_type(a.atttypid, a.atttypmod),
      case when a.attidentity <> '' then ' generated always as identity' when d.adbin is not null then ' default ' || pg_get_expr(d.adbin, d.adrelid) else '' end,
      case when a.attnotnull then ' not null' else '' end), E',\\n' order by a.attnum) || E'\\n') as text
    from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
   where c.relkind = 'r' and n.nspname in ('raw', 'store', 'topic', 'ledger') group by n.nspname, c.relname order by n.nspname, c.relname`,
  `select format('alter table %s add constraint %s %s;', c.conrelid::regclass, c.conname, pg_get_constraintdef(c.oid)) as text
    from pg_constraint c join pg_namespace n on n.oid = c.connamespace where n.nspname in ('raw', 'store', 'topic') and c.contype <> 'n' order by c.conrelid::regclass::text, c.conname`,
  `select indexdef || ';' as text from pg_indexes where schemaname in ('raw', 'store', 'topic')
     and indexname not in (select conname from pg_constraint) order by schemaname, tablename, indexname`,
  `select pg_get_functiondef(p.oid) || ';' as text from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname in ('ledger', 'store') order by n.nspname, p.proname`,
  `select pg_get_triggerdef(t.oid) || ';' as text from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
    where not t.tgisinternal and n.nspname in ('raw', 'store', 'topic') order by n.nspname, c.relname, t.tgname`,
  `select format(E'create view ledger.%s as\\n%s', viewname, definition) as text from pg_views where schemaname = 'ledger' order by viewname`,
  `select format('grant %s on %s.%s to %s;', string_agg(lower(privilege_type), ', ' order by privilege_type), table_schema, table_name, grantee) as text
    from information_schema.role_table_grants where grantee in ('riskledger_loader', 'riskledger_analyst') group by table_schema, table_name, grantee order by grantee, table_schema, table_name`,
  // What is granted column by column, on tables where the whole is not.
  `with whole as materialized (select distinct table_schema, table_name, grantee, privilege_type from information_schema.role_table_grants)
   select format('grant %s (%s) on %s.%s to %s;', lower(g.privilege_type), string_agg(g.column_name, ', ' order by g.column_name), g.table_schema, g.table_name, g.grantee) as text
     from information_schema.role_column_grants g where g.grantee in ('riskledger_loader', 'riskledger_analyst') and not exists (
       select from whole t where (t.table_schema, t.table_name, t.grantee, t.privilege_type) = (g.table_schema, g.table_name, g.grantee, g.privilege_type))
    group by g.privilege_type, g.table_schema, g.table_name, g.grantee order by g.grantee, g.table_schema, g.table_name, g.privilege_type`,
]

/** The dump as text, the same for the same migrations. */
export async function dumpSchema(owner: pg.Client): Promise<string> {
  const parts: string[] = [
    '-- The whole schema after all migrations, written by tests/warehouse/schema.test.ts (npx vitest run tests/warehouse/schema.test.ts --update). Do not edit.',
  ]
  for (const sql of PARTS) {
    const { rows } = await owner.query<{ text: string }>(sql)
    parts.push(rows.map((row) => row.text).join('\n'))
  }
  return `${parts.join('\n\n')}\n`
}
