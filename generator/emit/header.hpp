// SPDX-License-Identifier: MIT
#pragma once
#include <generator/import.hpp>

#include <string>

namespace etch::generator {

/// name.hpp: the network's type, its table of layers as a comment, and assertions that it has the shape and
/// the size that the model has.
std::string header_of(const Network& network);

/// The lines of the comment on top: how input and output lie, and the table.
std::string comment_of(const Network& network);

struct Declaration {
  std::string aliases;  ///< A namespace of the parts that are named; often empty.
  std::string network;  ///< The type, and the assertions.
};
Declaration declaration_of(const Network& network);

/// In one sentence how the network's input, or output, lies against that of the model.
std::string input_sentence(const Network& network);
std::string output_sentence(const Network& network);

}  // namespace etch::generator
