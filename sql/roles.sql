-- The three roles of riskledger. Run by a superuser (the embedded server) or by whoever may create roles.
-- owner: owns every schema and migrates. loader: the pipeline. analyst: reads schema ledger and nothing else.
do $$
declare
  role_name text;
begin
  foreach role_name in array array['riskledger_owner', 'riskledger_loader', 'riskledger_analyst'] loop
    if not exists (select from pg_roles where rolname = role_name) then
      execute format('create role %I nologin nosuperuser nocreatedb nocreaterole', role_name);
    end if;
  end loop;
end
$$;
