// Prints "<piece CID v1> <piece CID v2> <padded size>" for every file named on the command line.
import { readFileSync } from 'node:fs'
import { Piece } from '@web3-storage/data-segment'

for (const file of process.argv.slice(2)) {
  const piece = Piece.fromPayload(new Uint8Array(readFileSync(file)))
  console.log(`${Piece.toInfo(piece).link} ${piece.link} ${piece.size}`)
}
