// Reads a CAR and hashes every block: what a program in JavaScript does in place of `car verify`.
// usage: node verify.mjs FILE
import { createReadStream } from 'node:fs'
import { CarBlockIterator } from '@ipld/car'
import { validateBlock } from '@web3-storage/car-block-validator'

let blocks = 0
for await (const block of await CarBlockIterator.fromIterable(createReadStream(process.argv[2], { highWaterMark: 1 << 20 }))) {
  await validateBlock(block)
  blocks++
}
console.log(`blocks: ${blocks}`)
