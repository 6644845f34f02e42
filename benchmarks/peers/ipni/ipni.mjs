// Reads our chain of advertisements as an indexer does, with the package that writes Storacha's:
//   ipni.mjs URL CID     URL of the publisher, CID of content that it must list
// Every block must have its CID, and every advertisement the signature of its provider over what that package signs.
import { Advertisement, AD_SIG_CODEC, NO_ENTRIES, SIG_DOMAIN, hashSignableBytes } from '@web3-storage/ipni/advertisement.js'
import { Provider } from '@web3-storage/ipni'
import * as dagJson from '@ipld/dag-json'
import { peerIdFromString } from '@libp2p/peer-id'
import { RecordEnvelope } from '@libp2p/peer-record'
import { CID } from 'multiformats/cid'
import { sha256 } from 'multiformats/hashes/sha2'

const [url, wanted] = process.argv.slice(2)
const same = (a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)) === 0

// The package writes the metadata of one protocol; ours has two.
class ManyProtocols extends Provider {
  constructor (ad) {
    super({ protocol: 'http', peerId: peerIdFromString(ad.Provider), addresses: ad.Addresses })
    this.bytes = ad.Metadata
  }

  encodeMetadata () { return this.bytes }
}

async function block (cid) {
  const answer = await fetch(`${url}/ipni/v1/ad/${cid}`)
  if (!answer.ok) throw new Error(`${cid}: status ${answer.status}`)
  const bytes = new Uint8Array(await answer.arrayBuffer())
  if (!same((await sha256.digest(bytes)).bytes, cid.multihash.bytes)) throw new Error(`${cid}: other bytes`)
  return dagJson.decode(bytes)
}

async function certify (cid, ad) {
  const envelope = await RecordEnvelope.openAndCertify(ad.Signature, SIG_DOMAIN)
  if (envelope.peerId.toString() !== ad.Provider) throw new Error(`${cid}: signed by ${envelope.peerId}`)
  if (!same(envelope.payloadType, AD_SIG_CODEC)) throw new Error(`${cid}: no signature of an advertisement`)
  const written = new Advertisement({
    previous: ad.PreviousID ?? null,
    providers: new ManyProtocols(ad),
    entries: ad.Entries,
    context: ad.ContextID,
    remove: ad.IsRm
  })
  if (!same(envelope.payload, await hashSignableBytes(written.signableBytes()))) throw new Error(`${cid}: signed for other fields`)
}

async function entriesOf (ad) {
  const all = []
  for (let next = ad.Entries; next && !next.equals(NO_ENTRIES);) {
    const chunk = await block(next)
    all.push(...chunk.Entries)
    next = chunk.Next
  }
  return all
}

const { head } = dagJson.decode(new Uint8Array(await (await fetch(`${url}/ipni/v1/ad/head`)).arrayBuffer()))
const hash = CID.parse(wanted).multihash.bytes
let ads = 0
let entries = 0
let found = false
for (let cid = head; cid;) {
  const ad = await block(cid)
  await certify(cid, ad)
  const hashes = await entriesOf(ad)
  ads++
  entries += hashes.length
  found ||= hashes.some(one => same(one, hash))
  cid = ad.PreviousID
}
if (!found) throw new Error(`${wanted} is not among ${entries} entries`)
console.log(`${ads} advertisements, ${entries} entries`)
