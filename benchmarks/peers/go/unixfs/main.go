// Prints `seed profile root` for every random tree of a folder and each profile that boxo, the library in kubo, knows.
// usage: unixfs FOLDER SEED...
package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strings"

	chunk "github.com/ipfs/boxo/chunker"
	"github.com/ipfs/boxo/ipld/merkledag"
	mdtest "github.com/ipfs/boxo/ipld/merkledag/test"
	"github.com/ipfs/boxo/ipld/unixfs"
	"github.com/ipfs/boxo/ipld/unixfs/importer/balanced"
	"github.com/ipfs/boxo/ipld/unixfs/importer/helpers"
	uio "github.com/ipfs/boxo/ipld/unixfs/io"
	ipld "github.com/ipfs/go-ipld-format"
	mh "github.com/multiformats/go-multihash"
)

type importer struct {
	profile uio.UnixFSProfile
	nodes   ipld.DAGService
}

func main() {
	for _, seed := range os.Args[2:] {
		folder := filepath.Join(os.Args[1], seed)
		own, err := ownProfile(filepath.Join(folder, "profile"))
		if err != nil {
			log.Fatal(err)
		}
		profiles := map[string]uio.UnixFSProfile{
			"unixfs-v0-2015": uio.UnixFS_v0_2015, "unixfs-v1-2025": uio.UnixFS_v1_2025, "own": own}
		for name, profile := range profiles {
			profile.ApplyGlobals()
			root, err := importer{profile, mdtest.Mock()}.directory(filepath.Join(folder, "tree"))
			if err != nil {
				log.Fatal(seed, name, err)
			}
			fmt.Println(seed, name, root.Cid())
		}
	}
}

func ownProfile(file string) (uio.UnixFSProfile, error) {
	profile := uio.UnixFSProfile{MhType: mh.SHA2_256}
	text, err := os.ReadFile(file)
	if err != nil {
		return profile, err
	}
	var leaves, rule string
	_, err = fmt.Sscan(string(text), &profile.ChunkSize, &profile.FileDAGWidth, &leaves, &profile.CIDVersion, &rule,
		&profile.HAMTShardingSize, &profile.HAMTShardWidth)
	profile.RawLeaves = leaves == "raw"
	profile.HAMTSizeEstimation = uio.SizeEstimationLinks
	if rule == "block-bytes" {
		profile.HAMTSizeEstimation = uio.SizeEstimationBlock
	}
	return profile, err
}

func (i importer) directory(path string) (ipld.Node, error) {
	directory, err := uio.NewDirectory(i.nodes, uio.WithCidBuilder(i.profile.CidBuilder()),
		uio.WithSizeEstimationMode(i.profile.HAMTSizeEstimation))
	if err != nil {
		return nil, err
	}
	entries, err := os.ReadDir(path)
	if err != nil {
		return nil, err
	}
	for _, entry := range entries {
		if strings.HasPrefix(entry.Name(), ".") {
			continue
		}
		child, err := i.entry(filepath.Join(path, entry.Name()), entry)
		if err != nil {
			return nil, err
		}
		if err := directory.AddChild(context.Background(), entry.Name(), child); err != nil {
			return nil, err
		}
	}
	node, err := directory.GetNode()
	if err != nil {
		return nil, err
	}
	return node, i.nodes.Add(context.Background(), node)
}

func (i importer) entry(path string, entry os.DirEntry) (ipld.Node, error) {
	switch {
	case entry.IsDir():
		return i.directory(path)
	case entry.Type()&os.ModeSymlink != 0:
		return i.symlink(path)
	default:
		return i.file(path)
	}
}

func (i importer) symlink(path string) (ipld.Node, error) {
	target, err := os.Readlink(path)
	if err != nil {
		return nil, err
	}
	data, err := unixfs.SymlinkData(target)
	if err != nil {
		return nil, err
	}
	node := merkledag.NodeWithData(data)
	if err := node.SetCidBuilder(i.profile.CidBuilder()); err != nil {
		return nil, err
	}
	return node, i.nodes.Add(context.Background(), node)
}

func (i importer) file(path string) (ipld.Node, error) {
	input, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer input.Close()
	parameters := helpers.DagBuilderParams{Maxlinks: i.profile.FileDAGWidth, RawLeaves: i.profile.RawLeaves,
		CidBuilder: i.profile.CidBuilder(), Dagserv: i.nodes}
	builder, err := parameters.New(chunk.NewSizeSplitter(input, i.profile.ChunkSize))
	if err != nil {
		return nil, err
	}
	return balanced.Layout(builder)
}
