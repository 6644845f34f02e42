// Reads our chain of advertisements as an indexer does, with the package that writes Storacha's:
//   ipni.mjs URL CID MIRRORS     URL of the publisher, CID of content that it must list, how many mirrors it must name
// Every block must have its CID, and every advertisement the signature of its provider over what that package signs; so
// must every mirror's word.
import { Advertisement, AD_SIG_CODEC, EP_SIG_CODEC, NO_ENTRIES, SIG_DOMAIN, hashSignableBytes } from '@web3-storage/ipni/advertisement.js'
import { Provider } from '@web3-storage/ipni'
import * as dagJson from '@ipld/dag-json'
import { peerIdFromString } from '@libp2p/peer-id'
import { RecordEnvelope } from '@libp2p/peer-record'
import { CID } from 'multiformats/cid'
import { sha256 } from 'multiformats/hashes/sha2'

const [url, wanted, mirrors] = process.argv.slice(2)
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

async function opened (cid, signature, signer, codec, signed) {
  const envelope = await RecordEnvelope.openAndCertify(signature, SIG_DOMAIN)
  if (envelope.peerId.toString() !== signer) throw new Error(`${cid}: signed by ${envelope.peerId}`)
  if (!same(envelope.payloadType, codec)) throw new Error(`${cid}: a signature of another kind`)
  if (!same(envelope.payload, await hashSignableBytes(signed))) throw new Error(`${cid}: signed for other fields`)
}

async function certify (cid, ad) {
  const written = new Advertisement({
    previous: ad.PreviousID ?? null,
    providers: new ManyProtocols(ad),
    entries: ad.Entries,
    context: ad.ContextID,
    remove: ad.IsRm
  })
  await opened(cid, ad.Signature, ad.Provider, AD_SIG_CODEC, written.signableBytes())
  for (const { ID, Addresses, Metadata, Signature } of ad.ExtendedProvider?.Providers ?? []) {
    const one = new ManyProtocols({ Provider: ID, Addresses, Metadata })
    await opened(cid, Signature, ID, EP_SIG_CODEC, one.signableBytes(written))
  }
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
let named
for (let cid = head; cid;) {
  const ad = await block(cid)
  await certify(cid, ad)
  const hashes = await entriesOf(ad)
  ads++
  entries += hashes.length
  named ??= ad.ExtendedProvider?.Providers.filter(one => one.ID !== ad.Provider).length
  found ||= hashes.some(one => same(one, hash))
  cid = ad.PreviousID
}
if (!found) throw new Error(`${wanted} is not among ${entries} entries`)
if (named !== Number(mirrors)) throw new Error(`${named} mirrors are named, not ${mirrors}`)
console.log(`${ads} advertisements, ${entries} entries, ${named} mirrors`)
