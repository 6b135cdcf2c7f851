/* SPDX-License-Identifier: MIT
 * Classifies the digits of a folder of IDX files with the network of digits.onnx, and prints how many it reads right. */
#include <stdio.h>
#include <string.h>

#include "digits.h"

static FILE* open_at(const char* folder, const char* name, long offset) {
  char path[4096];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  FILE* file = fopen(path, "rb");
  if (file == NULL || fseek(file, offset, SEEK_SET) != 0) fprintf(stderr, "digits: cannot read %s\n", path);
  return file;
}

static int largest(const float* values, int count) {
  int best = 0;
  for (int n = 1; n < count; ++n)
    if (values[n] > values[best]) best = n;
  return best;
}

int main(int argc, char** argv) {
  if (argc != 2 || strcmp(argv[1], "--help") == 0) {
    printf("usage: digits FOLDER\nFOLDER has test-images-idx3-ubyte and test-labels-idx1-ubyte.\n");
    return argc == 2 ? 0 : 2;
  }
  FILE* images = open_at(argv[1], "test-images-idx3-ubyte", 16);
  FILE* labels = open_at(argv[1], "test-labels-idx1-ubyte", 8);
  if (images == NULL || labels == NULL) return 1;

  unsigned char pixels[DIGITS_INPUT_SIZE];
  int count = 0, right = 0, label;
  while (fread(pixels, sizeof pixels, 1, images) == 1 && (label = fgetc(labels)) != EOF) {
    float input[DIGITS_INPUT_SIZE], output[DIGITS_OUTPUT_SIZE];
    for (int n = 0; n < DIGITS_INPUT_SIZE; ++n) input[n] = (float)pixels[n] / 16;
    digits_predict(input, output);
    right += largest(output, DIGITS_OUTPUT_SIZE) == label;
    ++count;
  }
  fclose(images);
  fclose(labels);
  printf("%d of %d right, with %s\n", right, count, digits_target());
  return count > 0 ? 0 : 1;
}
