// SPDX-License-Identifier: MIT
// Trains a convolutional network to read handwritten digits and writes it with its weights as a header, which
// classify.cpp compiles in. Prints a line for each epoch, then the confusion matrix and the accuracy on
// digits that it was not trained on.
#include <etch/data/augment.hpp>
#include <etch/data/idx.hpp>
#include <etch/data/shuffle.hpp>
#include <etch/io/confusion.hpp>
#include <etch/io/progress.hpp>
#include <etch/io/weights_header.hpp>
#include <etch/summary.hpp>
#include <etch/train.hpp>

#include <CLI/CLI.hpp>

using namespace etch;

struct Digits : Network<Input<8, 8, 1>, Conv2d<16, Kernel<3>, Same>, Relu, MaxPool2d<2>,
                        Conv2d<32, Kernel<3>, Same>, Relu, MaxPool2d<2>, Flatten, Dense<10>, Softmax> {};

struct LeNet5
    : Network<Input<28, 28, 1>, Conv2d<6, Kernel<5>, Padding<2>>, Tanh, AvgPool2d<2>, Conv2d<16, Kernel<5>>,
              Tanh, AvgPool2d<2>, Flatten, Dense<120>, Tanh, Dense<84>, Tanh, Dense<10>, Softmax> {};

struct Options {
  std::string mnist;
  std::string digits = ETCH_SOURCE_DIR "/examples/data/digits";
  std::string out;
  unsigned epochs = 0;
  std::uint64_t seed = 1;
  bool quick = false;
};

/// Images as the network reads them: grey levels from 0 to `maximum` become 0 to 1.
template <class Net>
std::vector<float> network_input(const data::LabelledImages& set, float maximum) {
  constexpr Shape shape = Net::input_shape;
  if (set.rows != shape[0] || set.columns != shape[1])
    throw data::DataError("the images are " + std::to_string(set.rows) + "x" + std::to_string(set.columns) +
                          ", the network reads " + std::to_string(shape[0]) + "x" + std::to_string(shape[1]));
  std::vector<float> numbers(set.pixels.size());
  data::to_unit(set.pixels, maximum, numbers);
  return numbers;
}

template <class Net>
InputSpan<Net> image(const std::vector<float>& images, std::size_t n) {
  return InputSpan<Net>(images.data() + n * Net::input_shape.size(), Net::input_shape.size());
}

template <class Net>
io::ConfusionMatrix test(const Parameters<Net>& parameters, const std::vector<float>& images,
                         const data::LabelledImages& set) {
  const auto prepared = prepare(parameters);
  Workspace<Net> workspace;
  io::ConfusionMatrix matrix(10);
  for (std::size_t n = 0; n < set.count(); ++n)
    matrix.add(set.label(n), argmax(forward<Net>(prepared, image<Net>(images, n), workspace)));
  return matrix;
}

template <class Net, class Initializer>
void train(const Options& options, const Initializer& initializer, const data::LabelledImages& train_set,
           const data::LabelledImages& test_set, float maximum, unsigned epochs, float learning_rate,
           int jitter) {
  constexpr std::size_t batch = 32;
  const auto train_images = network_input<Net>(train_set, maximum);
  const auto test_images = network_input<Net>(test_set, maximum);
  summary<Net>();
  std::cout << "training on " << train_set.count() << " images, testing on " << test_set.count() << ", seed "
            << options.seed << std::endl;

  // All that training needs, in one object of known size.
  auto trainer = std::make_unique<Trainer<Net, SoftmaxCrossEntropy, Adam, batch>>(
      initialize<Net>(initializer), Adam{}, options.seed);
  const std::size_t steps = (train_set.count() + batch - 1) / batch;
  const LinearSchedule schedule{.peak = learning_rate, .steps = epochs * steps, .warmup = steps / 2};
  io::Progress progress;
  io::ConfusionMatrix matrix(10);
  const auto begin = std::chrono::steady_clock::now();
  for (unsigned epoch = 1; epoch <= epochs; ++epoch) {
    const auto order = data::shuffled(train_set.count(), options.seed * 1000 + epoch);
    const std::string title = "epoch " + std::to_string(epoch) + "/" + std::to_string(epochs);
    // Images moved by up to `jitter` pixels, each time another way, cannot be learnt by heart.
    const auto jittered = [&](std::size_t n) {
      const std::uint64_t random = mix(mix(options.seed + epoch) + n);
      const auto shift = [&](std::uint64_t bits) {
        return static_cast<int>(bits % (2 * jitter + 1)) - jitter;
      };
      return data::shifted<Net::input_shape>(image<Net>(train_images, n), shift(random & 0xffff),
                                             shift(random >> 48));
    };
    double loss = 0;
    for (std::size_t first = 0; first < order.size(); first += batch) {
      const std::size_t count = std::min(batch, order.size() - first);
      for (std::size_t n = 0; n < count; ++n)
        trainer->load(n, jittered(order[first + n]), train_set.label(order[first + n]));
      trainer->optimizer().learning_rate = schedule(trainer->steps());
      loss += trainer->step(count) * static_cast<double>(count);
      progress.show(title, first + count, order.size());
    }
    matrix = test(trainer->parameters(), test_images, test_set);
    const std::chrono::duration<double> time = std::chrono::steady_clock::now() - begin;
    std::ostringstream line;
    line << title << std::fixed << std::setprecision(4) << "  loss "
         << loss / static_cast<double>(order.size()) << "  test accuracy "
         << matrix.percent(matrix.right(), matrix.total()) << "  " << std::setprecision(1) << time.count()
         << " s";
    progress.finish(line.str());
  }
  std::cout << matrix << "test accuracy " << matrix.percent(matrix.right(), matrix.total()) << " ("
            << matrix.right() << " of " << matrix.total() << ")\n";

  if (options.out.empty()) return;
  io::Samples samples{.images = {}, .white = static_cast<std::uint8_t>(maximum)};
  for (std::size_t n = 0; n < std::min<std::size_t>(test_set.count(), 359); ++n)
    samples.images.push_back({{test_set.image(n).begin(), test_set.image(n).end()}, test_set.label(n)});
  io::write_weights_header(options.out, "Digits", "Reads handwritten digits.", trainer->parameters(),
                           samples);
  std::cout << "wrote " << options.out << '\n';
}

int main(int argc, char** argv) {
  Options options;
  CLI::App app("Trains a network to read handwritten digits: 8x8 ones by default, MNIST's with --mnist.");
  app.add_option("--mnist", options.mnist,
                 "folder with MNIST's four files, plain or .gz: trains LeNet-5 on them");
  app.add_option("--digits", options.digits, "folder with the 8x8 digits")->capture_default_str();
  app.add_option("--out", options.out, "write the network and its weights as this C++ header");
  app.add_option("--epochs", options.epochs, "how often every image is seen (default 30, of MNIST 12)");
  app.add_option("--seed", options.seed, "of weights and order: the same seed, the same weights")
      ->capture_default_str();
  app.add_flag("--quick", options.quick, "two epochs only");
  app.footer(
      "Exit status: 0 done, 1 wrong options, 2 a file that cannot be read or written; nothing is written "
      "then.");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 1;
  }
  const auto epochs = [&](unsigned usual) {
    return options.quick ? 2 : options.epochs != 0 ? options.epochs : usual;
  };
  try {
    if (options.mnist.empty())
      train<Digits>(options, He{.seed = options.seed}, data::load_part(options.digits, "train"),
                    data::load_part(options.digits, "test"), 16, epochs(30), 0.005f, 0);
    else
      train<LeNet5>(options, Glorot{.seed = options.seed}, data::load_part(options.mnist, "train"),
                    data::load_part(options.mnist, "t10k"), 255, epochs(12), 0.003f, 1);
  } catch (const std::exception& error) {
    std::cerr << "digits_train: " << error.what() << '\n';
    return 2;
  }
}
