// Prints the root CID and the size of the DAG of every tree in the given file, with the reference implementation.
// Input: JSON, a list of trees; a tree is a list of {path, file}. Output: JSON, a list of {cid, size}.
import { readFileSync, createReadStream } from 'node:fs'
import { importer } from 'ipfs-unixfs-importer'

const nowhere = { put: async (cid) => cid }
const results = []
for (const tree of JSON.parse(readFileSync(process.argv[2], 'utf8'))) {
  const source = tree.map(({ path, file }) => ({ path, content: createReadStream(file) }))
  let root
  for await (const entry of importer(source, nowhere, {
    profile: 'unixfs-v1-2025',
    wrapWithDirectory: true
  })) {
    root = entry
  }
  results.push({ cid: root.cid.toString(), size: Number(root.size) })
}
console.log(JSON.stringify(results))
