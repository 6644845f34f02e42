package io.filstore.cli.dag;

import io.filstore.cli.console.UsageException;
import io.filstore.ipld.BlockCodec;
import io.filstore.multiformats.Multicodec;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Codecs by their names on the command line. */
final class CodecName {
  private CodecName() {}

  static BlockCodec parse(String name) {
    return Arrays.stream(BlockCodec.values())
        .filter(codec -> of(codec).equals(name))
        .findFirst()
        .orElseThrow(() ->
            new UsageException(
                "blocks cannot be read or written as '%s'; there are %s"
                    .formatted(
                        name,
                        Arrays.stream(BlockCodec.values())
                            .map(CodecName::of)
                            .collect(Collectors.joining(", ")))));
  }

  private static String of(BlockCodec codec) {
    return Multicodec.name(codec.code());
  }
}
