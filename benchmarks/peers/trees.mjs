// Imports random trees with the implementations of npm and checks our CARs of them.
//
// usage: node trees.mjs FOLDER. FOLDER/ours holds a line for each CAR: `seed profile root piece-v1 piece-v2 file`.
// Prints a line `seed profile: problem` for whatever differs, then how much was checked; ends with 1 if there
// was a problem.
import { readFileSync, readdirSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import { CarBlockIterator } from '@ipld/car'
import * as dagPb from '@ipld/dag-pb'
import { validateBlock } from '@web3-storage/car-block-validator'
import { Piece } from '@web3-storage/data-segment'
import { create } from 'fr32-sha2-256-trunc254-padded-binary-tree-multihash'
import { createDirectoryEncoderStream } from 'ipfs-car'
import { importer } from 'ipfs-unixfs-importer'
import { fixedSize } from 'ipfs-unixfs-importer/chunker'
import { balanced } from 'ipfs-unixfs-importer/layout'
import { CID } from 'multiformats/cid'
import * as Digest from 'multiformats/hashes/digest'

// The pure JavaScript commP takes a second for a few MiB.
const SMALL_PIECE = 1 << 18
const folder = process.argv[2]
const nowhere = { put: async (cid) => cid }
const trees = new Map()
let problems = 0
let cars = 0
let blocks = 0
let unjudged = 0

function * walk (path, name) {
  const entries = readdirSync(path, { withFileTypes: true })
  if (entries.length === 0) yield { path: name, kind: 'directory' }
  for (const entry of entries) {
    const child = join(path, entry.name)
    const childName = `${name}/${entry.name}`
    if (entry.isSymbolicLink()) yield { path: childName, kind: 'symlink', link: readlinkSync(child) }
    else if (entry.isDirectory()) yield * walk(child, childName)
    else yield { path: childName, kind: 'file', content: new Uint8Array(readFileSync(child)) }
  }
}

function entriesOf (seed) {
  if (!trees.has(seed)) {
    trees.clear()
    const hidden = (entry) => entry.path.split('/').some((name) => name.startsWith('.'))
    trees.set(seed, [...walk(join(folder, seed, 'tree'), 'tree')].filter((entry) => !hidden(entry)))
  }
  return trees.get(seed)
}

const candidates = (entries) => entries.map(({ path, link, content, kind }) =>
  kind === 'file' ? { path, content } : kind === 'symlink' ? { path, link } : { path })

async function imported (entries, options) {
  let root
  for await (const entry of importer(candidates(entries), nowhere, options)) root = entry
  return root.cid
}

function ownOptions (seed) {
  const [chunk, width, leaves, version, rule, limit, fanout] =
    readFileSync(join(folder, seed, 'profile'), 'utf8').trim().split(' ')
  return {
    chunker: fixedSize({ chunkSize: Number(chunk) }),
    layout: balanced({ maxChildrenPerNode: Number(width) }),
    rawLeaves: leaves === 'raw',
    cidVersion: Number(version),
    shardSplitStrategy: rule,
    shardSplitThresholdBytes: Number(limit),
    shardFanoutBits: Math.log2(Number(fanout))
  }
}

// Where ipfs-unixfs-importer is no judge: it takes a backslash for a separator, and weighs a directory without its
// subdirectories when it decides on a HAMT.
function judges (entries, profile, options) {
  if (profile === 'ipfs-car-3') return true
  if (entries.some(({ path }) => path.includes('\\'))) return false
  return options.shardSplitThresholdBytes === undefined || options.shardSplitThresholdBytes > 1 << 20 ||
    entries.every(({ path, kind }) => kind !== 'directory' && path.split('/').length === 2)
}

async function packedByIpfsCar (entries) {
  const files = entries.filter((entry) => entry.kind === 'file').map(({ path, content }) =>
    ({ name: path.slice('tree/'.length), stream: () => new Blob([content]).stream() }))
  let root
  for await (const block of createDirectoryEncoderStream(files)) root = block.cid
  return root
}

async function theirRoot (seed, profile) {
  const entries = entriesOf(seed)
  if (profile === 'ipfs-car-3') return packedByIpfsCar(entries)
  const options = profile === 'own' ? ownOptions(seed) : { profile }
  return judges(entries, profile, options) ? imported(entries, options) : undefined
}

// Every block valid and reached from the root, no block twice, none beside the DAG.
async function readCar (bytes, root) {
  const car = await CarBlockIterator.fromBytes(bytes)
  const roots = await car.getRoots()
  if (roots.length !== 1 || roots[0].toString() !== root) throw new Error(`the header's roots are ${roots.join(', ')}`)
  const links = new Map()
  for await (const block of car) {
    await validateBlock(block)
    const key = block.cid.toString()
    if (links.has(key)) throw new Error(`block ${key} stands there twice`)
    links.set(key, block.cid.code === dagPb.code ? dagPb.decode(block.bytes).Links.map((link) => link.Hash.toString()) : [])
  }
  const reached = new Set([root])
  for (const key of reached) {
    if (!links.has(key)) throw new Error(`block ${key} is missing`)
    for (const link of links.get(key)) reached.add(link)
  }
  if (reached.size !== links.size) throw new Error(`${links.size} blocks, of which the root reaches ${reached.size}`)
  blocks += links.size
}

function wasmPiece (bytes) {
  const hasher = create()
  hasher.write(bytes)
  const multihash = new Uint8Array(hasher.multihashByteLength())
  hasher.digestInto(multihash, 0, true)
  hasher.free()
  return [
    CID.createV1(0xf101, Digest.create(0x1012, multihash.subarray(multihash.length - 32))).toString(),
    CID.createV1(0x55, Digest.decode(multihash)).toString()
  ].join(' ')
}

function segmentPiece (bytes) {
  const piece = Piece.fromPayload(bytes)
  return `${Piece.toInfo(piece).link} ${piece.link}`
}

async function check ([seed, profile, root, pieceV1, pieceV2, file]) {
  const bytes = new Uint8Array(readFileSync(join(folder, file)))
  const expected = await theirRoot(seed, profile)
  if (expected === undefined) unjudged++
  else if (expected.toString() !== root) throw new Error(`the root is ${expected} there and ${root} here`)
  await readCar(bytes, root)
  if (pieceV1 === '-') return
  const ours = `${pieceV1} ${pieceV2}`
  for (const theirs of [wasmPiece(bytes), ...(bytes.length < SMALL_PIECE ? [segmentPiece(bytes)] : [])]) {
    if (theirs !== ours) throw new Error(`the piece is ${theirs} there and ${ours} here`)
  }
}

for (const line of readFileSync(join(folder, 'ours'), 'utf8').trim().split('\n')) {
  const fields = line.split(' ')
  try {
    await check(fields)
    cars++
  } catch (problem) {
    problems++
    console.log(`${fields[0]} ${fields[1]}: ${problem.message}`)
  }
}
console.log(`checked: ${cars} CARs of ${blocks} blocks, the roots of ${unjudged} by nobody in npm`)
process.exitCode = problems === 0 ? 0 : 1
