// SPDX-License-Identifier: MIT
// Trains the network of the web page and writes it with its weights as a header. It is shown each handwritten
// digit as many people would have drawn it: slanted, turned, wide, narrow and with a shaking hand. Prints,
// for each epoch, how many digits it reads that it was not trained on, as they are and redrawn in the same
// way.
#include <etch/data/idx.hpp>
#include <etch/data/shuffle.hpp>
#include <etch/io/progress.hpp>
#include <etch/io/weights_header.hpp>
#include <etch/summary.hpp>
#include <etch/train.hpp>

#include "redrawn.hpp"

#include <CLI/CLI.hpp>

using namespace etch;

// Compact: the page is to load fast, and Winograd's algorithm, say, has four times the weights.
struct Drawn : Network<Input<Redrawn::side, Redrawn::side, 1>,
                       Compact<Conv2d<12, Kernel<3>, Same>, Relu, MaxPool2d<2>, Conv2d<24, Kernel<3>, Same>,
                               Relu, MaxPool2d<2>, Flatten, Dense<10>, Softmax>> {};

struct Options {
  std::string mnist;
  std::string digits = ETCH_SOURCE_DIR "/examples/data/digits";
  std::string out;
  unsigned epochs = 10;
  std::uint64_t seed = 1;
  bool quick = false;
};

/// Images, and the grey level of their ink.
struct Set {
  data::LabelledImages images;
  float white;
  std::size_t often;  // an epoch shows each image so many times
};

/// Somebody's hand; the same seed, the same hand.
Hand hand_of(std::uint64_t seed) {
  std::uint64_t state = mix(seed);
  const auto random = [&](float most) {
    state = mix(state);
    return most * (static_cast<float>(state >> 40) / static_cast<float>(1 << 23) - 1);
  };
  Hand hand;
  hand.slant = random(0.45f);  // up to 24 degrees
  hand.turn = random(0.22f);   // and 13
  hand.wide = std::exp(random(0.3f));
  hand.size = 1 + random(0.08f);
  hand.move = {random(0.5f), random(0.5f)};
  hand.shake = 0.03f;
  hand.waves = {8 + random(4), 8 + random(4)};
  hand.phases = {random(3.14f), random(3.14f)};
  hand.paper = 0.175f + random(0.175f);
  hand.contrast = 2 + random(1);
  return hand;
}

struct Accuracy {
  std::size_t plain = 0, redrawn = 0, total = 0;
};

Accuracy test(const Parameters<Drawn>& parameters, const std::vector<Set>& sets) {
  const auto prepared = prepare(parameters);
  Workspace<Drawn> workspace;
  Accuracy accuracy;
  for (const Set& set : sets)
    for (std::size_t n = 0; n < set.images.count(); ++n) {
      const Redrawn image(set.images.image(n), set.images.rows, set.white);
      const auto right = [&](const Hand& hand) {
        return argmax(forward<Drawn>(prepared, image(hand), workspace)) == set.images.label(n) ? 1 : 0;
      };
      accuracy.plain += right({});
      accuracy.redrawn += right(hand_of(n));
      ++accuracy.total;
    }
  return accuracy;
}

void train(const Options& options, const std::vector<Set>& train_sets, const std::vector<Set>& test_sets) {
  constexpr std::size_t batch = 32;
  // Which image of which set.
  std::vector<std::pair<const Set*, std::size_t>> drawings;
  for (const Set& set : train_sets)
    for (std::size_t n = 0; n < set.often * set.images.count(); ++n)
      drawings.emplace_back(&set, n % set.images.count());
  summary<Drawn>();
  std::cout << "training on " << drawings.size() << " drawings, seed " << options.seed << std::endl;

  auto trainer = std::make_unique<Trainer<Drawn, SoftmaxCrossEntropy, Adam, batch>>(
      initialize<Drawn>(He{.seed = options.seed}), Adam{}, options.seed);
  const unsigned epochs = options.quick ? 1 : options.epochs;
  const std::size_t steps = (drawings.size() + batch - 1) / batch;
  const LinearSchedule schedule{.peak = 0.004f, .steps = epochs * steps, .warmup = steps / 2};
  io::Progress progress;
  for (unsigned epoch = 1; epoch <= epochs; ++epoch) {
    const auto order = data::shuffled(drawings.size(), options.seed * 1000 + epoch);
    const std::string title = "epoch " + std::to_string(epoch) + "/" + std::to_string(epochs);
    double loss = 0;
    for (std::size_t first = 0; first < order.size(); first += batch) {
      const std::size_t count = std::min(batch, order.size() - first);
      for (std::size_t k = 0; k < count; ++k) {
        const auto [set, n] = drawings[order[first + k]];
        const Redrawn image(set->images.image(n), set->images.rows, set->white);
        trainer->load(k, image(hand_of(mix(options.seed * 1000 + epoch) + order[first + k])),
                      set->images.label(n));
      }
      trainer->optimizer().learning_rate = schedule(trainer->steps());
      loss += trainer->step(count) * static_cast<double>(count);
      progress.show(title, first + count, order.size());
    }
    const auto [plain, redrawn, total] = test(trainer->parameters(), test_sets);
    std::ostringstream line;
    line << title << std::fixed << std::setprecision(4) << "  loss "
         << loss / static_cast<double>(order.size()) << "  read right of " << total << " others: " << plain
         << ", redrawn " << redrawn;
    progress.finish(line.str());
  }
  if (options.out.empty()) return;
  io::write_weights_header(options.out, "Drawn", "Reads drawn digits; trained by examples/web/train.cpp.",
                           trainer->parameters());
  std::cout << "wrote " << options.out << '\n';
}

int main(int argc, char** argv) {
  Options options;
  CLI::App app("Trains the network of the web page to read drawn digits.");
  app.add_option("--mnist", options.mnist,
                 "folder with MNIST's four files, plain or .gz; without it the network sees few digits");
  app.add_option("--digits", options.digits, "folder with the 8x8 digits")->capture_default_str();
  app.add_option("--out", options.out, "write the network and its weights as this C++ header");
  app.add_option("--epochs", options.epochs, "how often every image is seen")->capture_default_str();
  app.add_option("--seed", options.seed, "of weights, order and hands")->capture_default_str();
  app.add_flag("--quick", options.quick, "one epoch only, and of the 8x8 digits each once");
  app.footer(
      "Exit status: 0 done, 1 wrong options, 2 a file that cannot be read or written; nothing is written "
      "then.");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 1;
  }
  try {
    // The few digits fifteen times: they are other people's, who write 1 and 7 otherwise than MNIST's.
    const std::size_t often = options.quick ? 1 : 15;
    std::vector<Set> train_sets{{data::load_part(options.digits, "train"), 16, often}};
    std::vector<Set> test_sets{{data::load_part(options.digits, "test"), 16, 1}};
    if (!options.mnist.empty()) {
      train_sets.push_back({data::load_part(options.mnist, "train"), 255, 1});
      test_sets.push_back({data::load_part(options.mnist, "t10k"), 255, 1});
    }
    train(options, train_sets, test_sets);
  } catch (const std::exception& error) {
    std::cerr << "web_train: " << error.what() << '\n';
    return 2;
  }
}
