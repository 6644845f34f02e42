// The piece CID (v1) of a file by the wasm package, one thread.
// usage: node commp.mjs FILE
import { createReadStream } from 'node:fs'
import { create } from 'fr32-sha2-256-trunc254-padded-binary-tree-multihash'
import { CID } from 'multiformats/cid'
import * as Digest from 'multiformats/hashes/digest'

const hasher = create()
for await (const chunk of createReadStream(process.argv[2], { highWaterMark: 1 << 20 })) hasher.write(chunk)
const multihash = new Uint8Array(hasher.multihashByteLength())
hasher.digestInto(multihash, 0, true)
const root = multihash.subarray(multihash.length - 32)
console.log(CID.createV1(0xf101, Digest.create(0x1012, root)).toString())
