// usage: node read-cars.mjs FILE...
// Prints for each CAR its roots, the place of every block, and the digest of the same archive written anew.
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { CarIndexer, CarReader, CarWriter } from '@ipld/car'

async function rewritten (reader, roots) {
  const { writer, out } = CarWriter.create(roots)
  const digest = createHash('sha256')
  const reading = (async () => { for await (const bytes of out) digest.update(bytes) })()
  for await (const block of reader.blocks()) await writer.put(block)
  await writer.close()
  await reading
  return digest.digest('hex')
}

const answers = []
for (const path of process.argv.slice(2)) {
  const bytes = await readFile(path)
  const reader = await CarReader.fromBytes(bytes)
  const roots = await reader.getRoots()
  const places = []
  for await (const { cid, offset, blockOffset, blockLength } of await CarIndexer.fromBytes(bytes)) {
    places.push([cid.toString(), offset, blockOffset, blockLength])
  }
  answers.push({ roots: roots.map(String), places, rewritten: await rewritten(reader, roots) })
}
console.log(JSON.stringify(answers))
