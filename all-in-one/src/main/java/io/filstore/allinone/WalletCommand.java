package io.filstore.allinone;

import io.filstore.allinone.system.SystemException;
import io.filstore.allinone.system.SystemOptions;
import io.filstore.allinone.system.SystemVault;
import io.filstore.db.chain.Wallet;
import io.filstore.scheduler.wallet.ImportWallet.Outcome;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * {@code wallet list|import|export}: keys as Lotus writes them. A key is read from the standard
 * input and written to the standard output, never taken as an argument, which every process of the
 * machine can see.
 */
final class WalletCommand {
  private static final int MAX_KEY = 4096;
  private static final String USAGE =
      "use 'wallet list', 'wallet import [--default]' with the key on the standard input, or 'wallet export ADDRESS'";

  private final SystemOptions options;
  private final InputStream in;
  private final PrintStream out;
  private final PrintStream err;

  WalletCommand(SystemOptions options, InputStream in, PrintStream out, PrintStream err) {
    this.options = options;
    this.in = in;
    this.out = out;
    this.err = err;
  }

  int run(List<String> arguments) {
    if (arguments.equals(List.of("list"))) {
      list();
    } else if (arguments.equals(List.of("import"))) {
      add(false);
    } else if (arguments.equals(List.of("import", "--default"))) {
      add(true);
    } else if (arguments.size() == 2 && arguments.getFirst().equals("export")) {
      export(arguments.getLast());
    } else {
      throw new SystemException("wrong usage: " + USAGE + ".");
    }
    return 0;
  }

  private void list() {
    try (SystemVault vault = SystemVault.open(options)) {
      for (Wallet wallet : vault.wallets().list()) {
        out.printf(
            "%s %s %s%s%n",
            wallet.address(),
            wallet.kind(),
            wallet.keyType(),
            wallet.isDefault() ? " default" : "");
      }
    }
  }

  private void add(boolean makeDefault) {
    String key = read();
    try (SystemVault vault = SystemVault.open(options)) {
      Outcome outcome =
          vault
              .wallets()
              .importKey(key, null, makeDefault)
              .orElseThrow(() ->
                  new SystemException(
                      "The standard input holds no secp256k1 or BLS key in Lotus' export form."));
      switch (outcome) {
        case Outcome.Added added -> out.println(added.wallet().address());
        case Outcome.Known known -> out.println(known.wallet().address());
        case Outcome.Refused no -> throw new SystemException("Not imported: " + no.why() + ".");
      }
    }
  }

  private void export(String address) {
    try (SystemVault vault = SystemVault.open(options)) {
      String key =
          vault
              .wallets()
              .export(address)
              .orElseThrow(() ->
                  new SystemException("There is no wallet " + address + " with its key here."));
      err.println("filstore: whoever reads the next line owns the wallet.");
      out.println(key);
    }
  }

  private String read() {
    try {
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII), MAX_KEY);
      char[] text = new char[MAX_KEY];
      int length = 0;
      for (int n = 0; n >= 0 && length < MAX_KEY; n = lines.read(text, length, MAX_KEY - length)) {
        length += n;
      }
      return new String(text, 0, length);
    } catch (IOException e) {
      throw new SystemException("The standard input cannot be read: " + e.getMessage(), e);
    }
  }
}
