// Fetches a path of a DAG through verified-fetch, which believes nothing that does not match its CID:
//   fetch.mjs gateways|routers URL ROOT PATH FILE
// with URL as the only gateway, or as the only router, which has to name a provider. FILE must have the same bytes.
// Over HTTP alone: the libp2p that the package would start has nobody to talk to here. It asks gateways when a router
// knows nothing, never without a router: then there is one here that knows nothing.
import { createVerifiedFetchWithHelia } from '@helia/verified-fetch'
import { withHTTP } from '@helia/http'
import { createHeliaLight } from 'helia'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { once } from 'node:events'

const [how, url, root, path, file] = process.argv.slice(2)
const ignorant = createServer((_, answer) => answer.writeHead(404).end()).listen(0, '127.0.0.1')
await once(ignorant, 'listening')
const local = { allowLocal: true, allowInsecure: true }
const helia = await withHTTP(createHeliaLight(), {
  recursiveGateways: how === 'gateways' ? [url] : [],
  delegatedRouters: [how === 'routers' ? url : `http://127.0.0.1:${ignorant.address().port}`],
  ...local
}).start()
const fetch = await createVerifiedFetchWithHelia(helia)
const answer = await fetch(`ipfs://${root}/${path}`, { signal: AbortSignal.timeout(60_000), ...local })
const bytes = Buffer.from(await answer.arrayBuffer())
if (answer.status !== 200) throw new Error(`status ${answer.status}: ${bytes}`)
if (!bytes.equals(await readFile(file))) throw new Error(`${bytes.length} bytes that are not those of ${file}`)
console.log(`${bytes.length} bytes of ${path}`)
process.exit(0)
