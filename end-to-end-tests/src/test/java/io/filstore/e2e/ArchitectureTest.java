package io.filstore.e2e;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.Source;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.regex.Pattern;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

/** The arrows between modules and packages, as docs/architecture.md draws them. */
@AnalyzeClasses(
    packages = "io.filstore",
    importOptions = {
      ImportOption.DoNotIncludeTests.class,
      ArchitectureTest.DoNotIncludeTestJars.class
    })
class ArchitectureTest {
  /** Other modules' tests come as jars, or as folders in a build that makes none. */
  static final class DoNotIncludeTestJars implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.matches(TEST_JAR);
    }
  }

  private static final Pattern TEST_JAR = Pattern.compile(".*-tests\\.jar!.*");

  private static final String[] FORMATS = {
    "io.filstore.multiformats..", "io.filstore.ipld..", "io.filstore.unixfs..", "io.filstore.car..",
    "io.filstore.piece..", "io.filstore.hash..", "io.filstore.filecoin..", "io.filstore.blob..",
    "io.filstore.ids..", "io.filstore.pack..", "io.filstore.libp2p..", "io.filstore.ipni..",
    "io.filstore.net.."
  };
  private static final Pattern COMMON_LIB = Pattern.compile("/common-lib[/-]");
  private static final String[] SERVICES = {
    "io.filstore.gateway..", "io.filstore.dataprep..", "io.filstore.scheduler..",
    "io.filstore.watcher..", "io.filstore.retrieval..", "io.filstore.devnet.."
  };

  @ArchTest
  static final ArchRule formatsKnowNoFramework =
      noClasses()
          .that()
          .resideInAnyPackage(FORMATS)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.springframework..", "tools.jackson..", "okhttp3..", "jakarta..");

  @ArchTest
  static final ArchRule formatsKnowNoOtherModule =
      noClasses()
          .that()
          .resideInAnyPackage(FORMATS)
          .should()
          .dependOnClassesThat(
              JavaClass.Predicates.resideInAPackage("io.filstore..")
                  .and(DescribedPredicate.not(JavaClass.Predicates.resideInAnyPackage(FORMATS))));

  @ArchTest
  static final ArchRule everyPackageOfTheFormatsIsListed =
      classes()
          .that(
              DescribedPredicate.describe(
                  "are in common-lib",
                  type -> type.getSource().stream().anyMatch(ArchitectureTest::isCommonLib)))
          .should()
          .resideInAnyPackage(FORMATS);

  @ArchTest static final ArchRule theDatabaseKnowsOnlyFormats = only("io.filstore.db..", FORMATS);

  @ArchTest static final ArchRule theClientKnowsOnlyFormats = only("io.filstore.client..", FORMATS);

  /** A bug in an adapter cannot hide itself in the peer that it is tested against. */
  @ArchTest static final ArchRule theDevnetKnowsOnlyFormats = only("io.filstore.devnet..", FORMATS);

  @ArchTest
  static final ArchRule theCommandLineKnowsOnlyFormats = only("io.filstore.cli..", FORMATS);

  @ArchTest
  static final ArchRule nobodyKnowsTheCommandLine =
      classes()
          .that()
          .resideInAPackage("io.filstore.cli..")
          .should()
          .onlyHaveDependentClassesThat()
          .resideInAPackage("io.filstore.cli..");

  @ArchTest
  static final ArchRule servicesDoNotKnowEachOther =
      slices()
          .matching("io.filstore.(gateway|dataprep|scheduler|watcher|retrieval|devnet)..")
          .should()
          .notDependOnEachOther();

  @ArchTest
  static final ArchRule onlyTheAllInOneKnowsServices =
      classes()
          .that()
          .resideInAnyPackage(SERVICES)
          .should()
          .onlyHaveDependentClassesThat()
          .resideInAnyPackage(with(SERVICES, "io.filstore.allinone.."));

  /** Who was found on the chain gets no deal by that, nor does it cost a plan anything. */
  @ArchTest
  static final ArchRule plansDoNotKnowWhoWasDiscovered =
      noClasses()
          .that()
          .resideInAPackage("io.filstore.scheduler..")
          .and()
          .resideOutsideOfPackage("io.filstore.scheduler.discovery..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.filstore.db.discovery..");

  @ArchTest
  static final ArchRule noCyclesBetweenPackages =
      slices().matching("io.filstore.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule noFieldInjection =
      noFields().should().beAnnotatedWith(Autowired.class).orShould().beAnnotatedWith(Value.class);

  @ArchTest
  static final ArchRule timesAreInstants =
      noClasses()
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.util.Date")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.util.Calendar");

  /** As a module that was just built, or as a jar among the libraries of a program. */
  private static boolean isCommonLib(Source source) {
    return COMMON_LIB.matcher(source.getUri().toString()).find();
  }

  private static ArchRule only(String module, String... allowed) {
    return noClasses()
        .that()
        .resideInAPackage(module)
        .should()
        .dependOnClassesThat(
            JavaClass.Predicates.resideInAPackage("io.filstore..")
                .and(
                    DescribedPredicate.not(
                        JavaClass.Predicates.resideInAnyPackage(with(allowed, module)))));
  }

  private static String[] with(String[] packages, String one) {
    String[] all = java.util.Arrays.copyOf(packages, packages.length + 1);
    all[packages.length] = one;
    return all;
  }
}
