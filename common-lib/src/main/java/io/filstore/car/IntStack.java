package io.filstore.car;

import java.util.Arrays;

/** A list of numbers in one array, of which the last can be taken off. */
final class IntStack {
  private int[] values = new int[64];
  private int size;

  void push(int value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, size * 2);
    }
    values[size++] = value;
  }

  int pop() {
    return values[--size];
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** The numbers in the order in which they came. */
  int[] toArray() {
    return Arrays.copyOf(values, size);
  }
}
