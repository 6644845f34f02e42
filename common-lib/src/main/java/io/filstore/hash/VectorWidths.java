package io.filstore.hash;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The widths that the processor has, widest first. Needs the module {@code jdk.incubator.vector}:
 * not to be touched before it is known to be there.
 */
final class VectorWidths {

  private VectorWidths() {}

  static List<Lanes> available() {
    List<Lanes> widths = new ArrayList<>();
    int preferred = IntVector.SPECIES_PREFERRED.length();
    if (preferred >= IntVector.SPECIES_512.length()) {
      widths.add(new VectorLanes());
    }
    if (preferred >= IntVector.SPECIES_256.length()) {
      widths.add(lanes(IntVector.SPECIES_256));
    }
    return widths;
  }

  /**
   * {@link VectorLanes} for another width. C2 makes vector instructions only where the species is a
   * constant of the class, so the class is defined once more with the species as its class data.
   */
  static Lanes lanes(VectorSpecies<Integer> species) {
    try (InputStream file = VectorWidths.class.getResourceAsStream("VectorLanes.class")) {
      if (file == null) {
        throw new IllegalStateException("the class file of VectorLanes is not in its place");
      }
      MethodHandles.Lookup copy =
          MethodHandles.lookup().defineHiddenClassWithClassData(file.readAllBytes(), species, true);
      MethodType noArguments = MethodType.methodType(void.class);
      return (Lanes) copy.findConstructor(copy.lookupClass(), noArguments).invoke();
    } catch (IOException | ReflectiveOperationException e) {
      throw new IllegalStateException("VectorLanes cannot be defined again", e);
    } catch (Throwable e) {
      throw new IllegalStateException("VectorLanes cannot be made", e);
    }
  }
}
