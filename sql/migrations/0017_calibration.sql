-- How likely links are, as labels and the decisions of people show; and how two that are not one are related.

alter table store.link
  -- The share of such pairs that are one party; 0 where a rule says that the two are not.
  add column probability real,
  -- site: the one is where the other is; group: a group and a company of its name; generation: father and son; former: the one says that it was called as the other is; shared_person: one legal representative.
  add column relation text check (relation in ('branch', 'works', 'site', 'group', 'generation', 'former', 'shared_person'));
update store.link set
  probability = case when answer in ('same', 'possible') then 1 / (1 + exp(-least(greatest(bits, -60), 60) * ln(2))) else 0 end,
  relation = case when answer <> 'related' then null
    when why @> '[{"what": "name works of the other"}]' then 'works'
    when why @> '[{"what": "a site beside a company"}]' then 'site'
    else 'branch' end;
alter table store.link
  alter column probability set not null,
  add constraint link_relation check ((relation is null) = (answer <> 'related'));
comment on column store.link.bits is 'Weight of the evidence in bits, prior included.';

-- A record names its legal representative now and then; units ask for it by record.
create index mention_representative on store.mention (record_id) where role = 'representative';

-- What decisions of people made of the released calibration, at each rebuild. The newest row of the parameters in use is in force; without one the released.
create table store.calibration (
  calibration_id bigint generated always as identity primary key,
  parameters_version int not null,
  -- Calibrated bits are slope times the bits, plus shift.
  slope double precision not null check (slope > 0),
  shift double precision not null,
  -- The decisions that were in force, and said something of two that are alike.
  decisions bigint[] not null,
  same int not null,
  different int not null,
  made_at timestamptz not null default now()
);
create trigger only_added before update or delete or truncate on store.calibration
  for each statement execute function store.refuse_change();

create or replace view ledger.link as
select l.a, l.b, ua.entity_id as entity_a, ub.entity_id as entity_b, ua.names[1] as name_a, ub.names[1] as name_b,
  case when l.answer = 'same' and ua.entity_id <> ub.entity_id then 'possible' else l.answer end as answer,
  round(l.probability::numeric, 6) as probability,
  case when ua.entity_id = ub.entity_id or l.answer <> 'same' then null
    when ua.held or ub.held then 'too_many' when ua.ambiguous or ub.ambiguous then 'ambiguous' else 'conflict' end as not_joined_because,
  l.why, l.relation
from store.link l
join store.unit ua on ua.unit_id = l.a
join store.unit ub on ub.unit_id = l.b;
comment on view ledger.link is 'Two groups of mentions that exact joins made and that are alike: same, related (relation says how: branch, works, site, group, generation, former, shared_person), possible (for a person to say), different (alike, and yet certainly not one), how likely, and why. not_joined_because tells what kept apart two that are alike enough.';

create view ledger.calibration as
select calibration_id, parameters_version, slope, shift, decisions, same, different, made_at from store.calibration where made_at < ledger.question_time();
comment on view ledger.calibration is 'What decisions of people made of the released calibration, at each rebuild: calibrated bits are slope times the bits plus shift. The newest of the parameters in use is in force.';

create view ledger.common_key as
select o.label, (select count(*) from store.unit_key k where k.key = o.key) as units from store.oversize_key o where o.label <> '';
comment on view ledger.common_key is 'Names, words, addresses, identifiers and representatives that too many share: groups of mentions that share nothing else are neither compared nor linked.';

grant select, insert on store.calibration to riskledger_loader;
grant select on ledger.calibration, ledger.common_key to riskledger_analyst, riskledger_loader;
