package io.filstore.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.filstore.db.event.EventType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.StringEntry;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/**
 * What the services write into the event log is what {@link EventType} names, which is what
 * /asyncapi.json describes: no type is sent that is not in the document.
 */
class EventTypesTest {
  private static final Pattern TYPE = Pattern.compile("[a-z]+\\.[a-z_]+");

  @Test
  void everyTypeThatIsWrittenIsNamed() {
    Set<String> written = new TreeSet<>();
    for (JavaClass type :
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.filstore")) {
      if (appends(type)) {
        written.addAll(texts(type));
      }
    }
    Set<String> named =
        Arrays.stream(EventType.values()).map(EventType::text).collect(Collectors.toSet());
    assertThat(written).contains("upload.received", "upload.prepared", "deal.state_changed");
    assertThat(named).containsAll(written);
  }

  private static boolean appends(JavaClass type) {
    return type.getMethodCallsFromSelf().stream()
        .anyMatch(call ->
            call.getTargetOwner().getName().equals("io.filstore.db.event.EventLog")
                && call.getName().equals("append"));
  }

  /** The texts of the class that have the form of a type. */
  private static Set<String> texts(JavaClass type) {
    try (InputStream in = type.getSource().orElseThrow().getUri().toURL().openStream()) {
      var pool = ClassFile.of().parse(in.readAllBytes()).constantPool();
      return StreamSupport.stream(pool.spliterator(), false)
          .filter(StringEntry.class::isInstance)
          .map(entry -> ((StringEntry) entry).stringValue())
          .filter(text -> TYPE.matcher(text).matches())
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
