#!/usr/bin/env python3
"""Reads the topic of grades from its beginning to its end, keeps the last grade of every entity, and prints how many there are of
each colour. A start for a consumer of your own: each step that our topics ask of you is marked. Needs the package kafka-python.

    python3 consumer.py localhost:9092 [--topic riskledger.grade.v1] [--follow]
"""
import argparse
import json
import sys
from collections import Counter

from kafka import KafkaConsumer, TopicPartition

arguments = argparse.ArgumentParser()
arguments.add_argument("brokers", nargs="?", default="localhost:9092")
arguments.add_argument("--topic", default="riskledger.grade.v1")
arguments.add_argument("--follow", action="store_true")
options = arguments.parse_args()

grades = {}
seen = set()
counts = {"messages": 0, "repeats": 0, "tombstones": 0}


def take(message):
    counts["messages"] += 1
    # 1. Delivery is at least once: the source and the id of a message tell a repeat. It must be dropped, for it may bring back what has
    #    changed since.
    headers = dict(message.headers)
    identity = (headers["ce_source"], headers["ce_id"])
    if identity in seen:
        counts["repeats"] += 1
        return
    seen.add(identity)
    entity = message.key.decode()
    # 2. A null value is a tombstone: there is nothing under this key any more.
    if message.value is None:
        counts["tombstones"] += 1
        grades.pop(entity, None)
        return
    # 3. The last message of a key is its state. Events of other types, and fields that are not known, are none of our business.
    #    docs/schemas/riskledger.grade.v1.json has all fields.
    event = json.loads(message.value)
    if event["type"] == "grade":
        grades[entity] = event


def print_summary():
    by_colour = Counter(grade["colour"] for grade in grades.values())
    print(json.dumps({**counts, "entities": len(grades), "by_colour": by_colour}), flush=True)


# What is kept is in memory, so every start reads from the beginning, without a group, and commits nothing. Who keeps grades in a database
# keeps the positions and the ids beside them, in the same transaction. TLS and login belong here, where the brokers ask for them.
consumer = KafkaConsumer(bootstrap_servers=options.brokers.split(","), enable_auto_commit=False, allow_auto_create_topics=False, isolation_level="read_committed")
partitions = [TopicPartition(options.topic, number) for number in consumer.partitions_for_topic(options.topic) or ()]
if not partitions:
    sys.exit(f"there is no topic {options.topic} at {options.brokers}")
consumer.assign(partitions)
consumer.seek_to_beginning(*partitions)
# Where each partition ends now.
ends = consumer.end_offsets(partitions)

at_end = False
while options.follow or not at_end:
    came = consumer.poll(timeout_ms=1000)
    for messages in came.values():
        for message in messages:
            take(message)
    was_at_end, at_end = at_end, at_end or all(consumer.position(partition) >= ends[partition] for partition in partitions)
    if at_end and (came or not was_at_end):
        print_summary()
consumer.close()
