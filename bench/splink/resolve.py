"""Resolves a file of mentions with Splink and DuckDB, as someone would who knows Splink and the columns.

    python resolve.py organisations|persons records.csv clusters.csv [lean|wide [begun]]

Lean blocking, the default, is what one finds who tries rules until few pairs are left: 29 a mention among 200,000. Wide has the first four characters of the
name in place of region and five: 111 a mention. Splink's guide to run times calls 10 to 1,000 a record usual.

Writes id,cluster for each threshold beside the given path, and prints one line of JSON. Its seconds count from `begun`, the time of day in seconds at which
whoever asks started it, as those of the other side do; else from here.
"""

import json
import resource
import sys
import time

import duckdb
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

THRESHOLDS = [0.5, 0.9, 0.99]

# Placeholders are no values: whoever looks at the most frequent values of each column takes them out.
CLEAN = {
    "organisations": """
        select id, source,
            nullif(regexp_replace(translate(name, '（） 　', '()'), '\\(原.*\\)$', ''), '') as name,
            case when uscc in ('无', '/', '不详', '') or regexp_matches(uscc, '^(0+|9+)$') then null else uscc end as uscc,
            case when address in ('无', '/', '不详', '本市', '') then null else address end as address,
            case when phone in ('12315', '无', '00000000', '88888888', '12345678', '') then null else phone end as phone,
            nullif(region, '') as region,
            case when legal_rep in ('/', '无', '') then null else legal_rep end as legal_rep
        from read_csv('{path}', all_varchar = true)""",
    "persons": """
        select id, source, nullif(first_name, '') as first_name, nullif(surname, '') as surname,
            nullif(dob, '') as dob, nullif(city, '') as city, nullif(email, '') as email
        from read_csv('{path}', all_varchar = true)""",
}


def organisations(blocking):
    settings = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="id",
        comparisons=[
            cl.JaroWinklerAtThresholds("name", [0.95, 0.88]).configure(term_frequency_adjustments=True),
            cl.LevenshteinAtThresholds("uscc", 1),
            cl.JaroWinklerAtThresholds("address", [0.95, 0.88]),
            cl.LevenshteinAtThresholds("phone", 1),
            cl.ExactMatch("region").configure(term_frequency_adjustments=True),
            cl.ExactMatch("legal_rep").configure(term_frequency_adjustments=True),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("uscc"),
            block_on("name"),
            block_on("phone"),
            block_on("address"),
            block_on("region", "legal_rep"),
            block_on("region", "substr(name, 1, 5)") if blocking == "lean" else block_on("substr(name, 1, 4)"),
        ],
    )
    return settings, [block_on("uscc"), block_on("name")], [block_on("name", "uscc")]


def persons():
    settings = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="id",
        comparisons=[
            cl.NameComparison("first_name").configure(term_frequency_adjustments=True),
            cl.NameComparison("surname").configure(term_frequency_adjustments=True),
            cl.DateOfBirthComparison("dob", input_is_string=True),
            cl.ExactMatch("city").configure(term_frequency_adjustments=True),
            cl.EmailComparison("email"),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("first_name", "surname"),
            block_on("surname", "dob"),
            block_on("first_name", "dob"),
            block_on("email"),
            block_on("dob", "city"),
        ],
    )
    return settings, [block_on("first_name", "surname"), block_on("dob")], [block_on("first_name", "surname", "dob")]


def main():
    kind, path, out = sys.argv[1:4]
    blocking = sys.argv[4] if len(sys.argv) > 4 else "lean"
    begun = float(sys.argv[5]) if len(sys.argv) > 5 else time.time()
    connection = duckdb.connect()
    connection.execute(f"create table mentions as {CLEAN[kind].format(path=path)}")
    settings, trained, certain = organisations(blocking) if kind == "organisations" else persons()
    linker = Linker(connection.table("mentions"), settings, DuckDBAPI(connection))
    linker.training.estimate_probability_two_random_records_match(certain, recall=0.6)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=7)
    for rule in trained:
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    predicted = linker.inference.predict(threshold_match_probability=min(THRESHOLDS))
    found = [
        linker.clustering.cluster_pairwise_predictions_at_threshold(predicted, threshold_match_probability=threshold)
        for threshold in THRESHOLDS[-1:]
    ]
    seconds = time.time() - begun
    found = [
        linker.clustering.cluster_pairwise_predictions_at_threshold(predicted, threshold_match_probability=threshold)
        for threshold in THRESHOLDS[:-1]
    ] + found
    files = {}
    for threshold, clusters in zip(THRESHOLDS, found):
        files[str(threshold)] = f"{out}.{threshold}"
        connection.execute(
            f"copy (select id, cluster_id as cluster from {clusters.physical_name}) to '{out}.{threshold}' (header)"
        )
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(
        json.dumps(
            {
                "seconds": seconds,
                "cpu_seconds": used.ru_utime + used.ru_stime,
                "peak_resident_mb": used.ru_maxrss // 1024,
                "files": files,
            }
        )
    )


main()
