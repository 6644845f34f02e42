// `car verify FILE` and `car list FILE` with the library calls of go-car's command, for machines that cannot
// fetch the command itself.
package main

import (
	"fmt"
	"io"
	"log"
	"os"

	"github.com/ipfs/go-cid"
	carv2 "github.com/ipld/go-car/v2"
	"github.com/ipld/go-car/v2/index"
	"github.com/multiformats/go-multihash"
)

func main() {
	if len(os.Args) != 3 {
		log.Fatal("usage: car verify|list FILE")
	}
	var err error
	switch os.Args[1] {
	case "verify":
		err = verify(os.Args[2])
	case "list":
		_, err = blocks(os.Args[2], func(c cid.Cid) { fmt.Println(c) })
	default:
		err = fmt.Errorf("unknown command %s", os.Args[1])
	}
	if err != nil {
		log.Fatal(err)
	}
}

func verify(file string) error {
	reader, err := carv2.OpenReader(file)
	if err != nil {
		return err
	}
	defer reader.Close()
	roots, err := reader.Roots()
	if err != nil {
		return err
	}
	absent := make(map[cid.Cid]struct{})
	for _, root := range roots {
		absent[root] = struct{}{}
	}
	if len(absent) == 0 {
		return fmt.Errorf("no roots listed in car header")
	}
	cids, err := blocks(file, func(c cid.Cid) { delete(absent, c) })
	if err != nil {
		return err
	}
	if len(absent) > 0 {
		return fmt.Errorf("header lists root(s) not present as a block: %v", absent)
	}
	if reader.Version == 2 && reader.Header.HasIndex() {
		return find(reader, cids)
	}
	return nil
}

func blocks(file string, each func(cid.Cid)) ([]cid.Cid, error) {
	input, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer input.Close()
	reader, err := carv2.NewBlockReader(input)
	if err != nil {
		return nil, err
	}
	var cids []cid.Cid
	for {
		block, err := reader.Next()
		if err == io.EOF {
			return cids, nil
		}
		if err != nil {
			return nil, err
		}
		each(block.Cid())
		cids = append(cids, block.Cid())
	}
}

func find(reader *carv2.Reader, cids []cid.Cid) error {
	input, err := reader.IndexReader()
	if err != nil {
		return err
	}
	table, err := index.ReadFrom(input)
	if err != nil {
		return err
	}
	for _, c := range cids {
		hash, err := multihash.Decode(c.Hash())
		if err != nil {
			return err
		}
		if hash.Code == multihash.IDENTITY {
			continue
		}
		if err := table.GetAll(c, func(uint64) bool { return true }); err != nil {
			return fmt.Errorf("%s is not in the index: %w", c, err)
		}
	}
	return nil
}
