// The part of stream-commp that counts, for machines that cannot fetch the command itself: the library
// reads standard input in the buffers that the command uses and the piece CID is printed.
package main

import (
	"bufio"
	"fmt"
	"io"
	"log"
	"os"

	commcid "github.com/filecoin-project/go-fil-commcid"
	commp "github.com/filecoin-project/go-fil-commp-hashhash"
)

const bufferSize = (16 << 20) / 128 * 127

type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }

func main() {
	hasher := new(commp.Calc)
	input := bufio.NewReaderSize(io.TeeReader(os.Stdin, hasher), bufferSize)
	if _, err := io.Copy(discard{}, input); err != nil {
		log.Fatal(err)
	}
	commitment, _, err := hasher.Digest()
	if err != nil {
		log.Fatal(err)
	}
	piece, err := commcid.DataCommitmentV1ToCID(commitment)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Fprintf(os.Stderr, "CommPCid: %s\n", piece)
}
