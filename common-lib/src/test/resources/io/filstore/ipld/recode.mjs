// Reads rows of {codec, to, hex} and answers, for each, the block in the other codec, or null if
// the block is refused.
import { readFileSync } from 'node:fs'
import * as dagCbor from '@ipld/dag-cbor'
import * as dagJson from '@ipld/dag-json'
import * as dagPb from '@ipld/dag-pb'
import { CID } from 'multiformats/cid'

const codecs = {
  DAG_CBOR: dagCbor,
  DAG_JSON: dagJson,
  DAG_PB: dagPb,
  NONE: { encode: () => new Uint8Array() },
  CID: {
    decode: bytes => CID.decode(bytes),
    encode: cid => new TextEncoder().encode(cid.toString())
  }
}

function recode ({ codec, to, hex }) {
  let value
  try {
    value = codecs[codec].decode(Uint8Array.from(Buffer.from(hex, 'hex')))
  } catch (refused) {
    return null
  }
  return Buffer.from(codecs[to].encode(value)).toString('hex')
}

const rows = JSON.parse(readFileSync(process.argv[2], 'utf8'))
console.log(JSON.stringify(rows.map(recode)))
