/** The partition of a key is the one that every other client of Kafka finds: else one key would lie in two partitions. */
import fc from 'fast-check'
import kafkajs from 'kafkajs'
import { expect, test } from 'vitest'
import { partitioner } from '../../topics/kafka/partitioner.js'

test('agrees with the default partitioner of the library, for any key', () => {
  const [ours, theirs] = [partitioner(), kafkajs.Partitioners.DefaultPartitioner()]
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), fc.integer({ min: 1, max: 50 }), (key, count) => {
      const partitionMetadata = Array.from({ length: count }, (_, partitionId) => ({
        partitionErrorCode: 0,
        partitionId,
        leader: 1,
        replicas: [1],
        isr: [1],
      }))
      // An empty key is no key to the library, which then takes any partition; ours are never empty.
      const message = { key: `k${key}`, value: null }
      expect(ours({ topic: 't', partitionMetadata, message })).toBe(theirs({ topic: 't', partitionMetadata, message }))
    }),
    { numRuns: 2000 },
  )
})
