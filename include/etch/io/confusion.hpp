// SPDX-License-Identifier: MIT
#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <iomanip>
#include <ostream>
#include <string>
#include <vector>

namespace etch::io {

/// How often each class was taken for which.
class ConfusionMatrix {
 public:
  explicit ConfusionMatrix(std::size_t classes) : classes_(classes), counts_(classes * classes) {}

  /// Both below the number of classes.
  void add(std::size_t truth, std::size_t predicted) { ++counts_[truth * classes_ + predicted]; }
  std::size_t operator()(std::size_t truth, std::size_t predicted) const {
    return counts_[truth * classes_ + predicted];
  }

  std::size_t total() const {
    return sum([](std::size_t, std::size_t) { return true; });
  }
  std::size_t right() const {
    return sum([](std::size_t truth, std::size_t predicted) { return truth == predicted; });
  }
  /// Of all that were added, the part that was right, 0 to 1; 0 if none were.
  double accuracy() const {
    return total() == 0 ? 0 : static_cast<double>(right()) / static_cast<double>(total());
  }

  /// A row for each true class, a column for each predicted one, and the part of the class that was found.
  friend std::ostream& operator<<(std::ostream& out, const ConfusionMatrix& matrix) {
    const std::size_t n = matrix.classes_;
    int width = static_cast<int>(std::to_string(n).size());
    for (const std::size_t count : matrix.counts_)
      width = std::max(width, static_cast<int>(std::to_string(count).size()));
    width += 2;
    out << "true \\ predicted\n" << std::setw(6) << "";
    for (std::size_t p = 0; p < n; ++p) out << std::setw(width) << p;
    out << "    found\n";
    for (std::size_t t = 0; t < n; ++t) {
      out << std::setw(6) << t;
      std::size_t of_class = 0;
      for (std::size_t p = 0; p < n; ++p) {
        of_class += matrix(t, p);
        if (matrix(t, p) == 0)
          out << std::setw(width) << ".";
        else
          out << std::setw(width) << matrix(t, p);
      }
      out << "  " << percent(matrix(t, t), of_class) << '\n';
    }
    return out;
  }

  /// "99.16 %".
  static std::string percent(std::size_t part, std::size_t whole) {
    if (whole == 0) return "      -";
    char text[16];
    std::snprintf(text, sizeof text, "%6.2f", 100.0 * static_cast<double>(part) / static_cast<double>(whole));
    return std::string(text) + " %";
  }

 private:
  std::size_t classes_;
  std::vector<std::size_t> counts_;

  template <class Condition>
  std::size_t sum(const Condition& counted) const {
    std::size_t all = 0;
    for (std::size_t t = 0; t < classes_; ++t)
      for (std::size_t p = 0; p < classes_; ++p)
        if (counted(t, p)) all += (*this)(t, p);
    return all;
  }
};

}  // namespace etch::io
