package io.filstore.car;

/** Merge sort of numbers under an order of their own: stable, and never worse than n log n. */
final class PositionSort {
  private final Order order;

  PositionSort(Order order) {
    this.order = order;
  }

  /** Negative if the first belongs before the second. */
  @FunctionalInterface
  interface Order {
    int compare(int a, int b);
  }

  void sort(int[] values, int from, int to) {
    int[] spare = new int[to - from];
    for (int run = 1; run < to - from; run = run > (to - from) / 2 ? to - from : run * 2) {
      for (int start = from; to - start > run; start += Math.min(2 * run, to - start)) {
        merge(values, start, start + run, start + Math.min(2 * run, to - start), spare);
      }
    }
  }

  private void merge(int[] values, int from, int middle, int to, int[] spare) {
    if (order.compare(values[middle - 1], values[middle]) <= 0) {
      return;
    }
    int left = middle - from;
    System.arraycopy(values, from, spare, 0, left);
    int i = 0;
    int j = middle;
    int k = from;
    while (i < left) {
      if (j < to && order.compare(spare[i], values[j]) > 0) {
        values[k++] = values[j++];
      } else {
        values[k++] = spare[i++];
      }
    }
  }
}
