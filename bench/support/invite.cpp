// SPDX-License-Identifier: MIT
#include "invite.hpp"

#include <cstddef>
#include <cstdio>
#include <exception>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "data.hpp"

#ifdef ETCH_BENCH_OPENCV
#include "../peers/opencv.hpp"
#endif
#ifdef ETCH_BENCH_DLIB
#include "../peers/dlib.hpp"
#endif
#ifdef ETCH_BENCH_TORCH
#include "../peers/torch_inference.hpp"
#endif

namespace bench {
namespace {

/// The parts of a value that is a concatenation, by their first channel: steps make them in any order.
template <class Value>
using Parts = std::map<std::size_t, Value>;

#ifdef ETCH_BENCH_ONEDNN
/// oneDNN's primitives.
class OneDnnNetwork {
  using Tensor = OneDnn::Tensor;

 public:
  OneDnnNetwork(const PeerProgram& program, const float* image)
      : tensors_(program.value_count), parts_(program.value_count), output_(program.output) {
    tensors_[program.input] = peer_.input(dims_of(program.input_shape));
    peer_.fill(tensors_[program.input], image);
    for (const PeerStep& step : program.steps) add(step);
  }
  void run() { peer_.run(); }
  std::vector<float> output() { return peer_.numbers(tensors_[output_]); }

 private:
  OneDnn peer_;
  std::vector<Tensor> tensors_;
  std::vector<Parts<Tensor>> parts_;
  std::size_t output_;

  Tensor& read(const PeerStep& step, std::size_t n) {
    const std::size_t id = step.inputs[n];
    if (!parts_[id].empty()) {
      std::vector<Tensor*> parts;
      for (auto& [offset, part] : parts_[id]) parts.push_back(&part);
      tensors_[id] = peer_.concat(parts);
      parts_[id].clear();
    }
    tensors_[id].last_use = step.last_use[n];
    return tensors_[id];
  }
  void add(const PeerStep& step) {
    Tensor* other = step.inputs[1] == PeerStep::none ? nullptr : &read(step, 1);
    Tensor& in = read(step, 0);
    if (step.free) {
      tensors_[step.result] = peer_.reshape(in, dims_of(step.shape));
    } else if (step.copies) {
      parts_[step.result][step.channel_offset] = in;
    } else {
      Tensor made = std::visit([&](const auto& g) { return peer_.add(g, in, other, step.parameters.data()); },
                               step.geometry);
      if (step.partial) {
        parts_[step.result][step.channel_offset] = made;
        return;
      }
      // A mean over all positions leaves extents of 1 behind.
      tensors_[step.result] = peer_.reshape(made, dims_of(step.shape));
    }
  }
};
#endif

/// A library that keeps channels before positions: `OpenCv`, `Dlib`, `TorchInference`.
template <class Peer>
class PeerNetwork {
 public:
  PeerNetwork(const PeerProgram& program, const float* image)
      : peer_(program.input_shape),
        values_(program.value_count),
        parts_(program.value_count),
        shapes_(program.value_count) {
    values_[program.input] = {0, program.input_shape};
    for (const PeerStep& step : program.steps) add(step);
    peer_.finish(read(program.output), image);
  }
  void run() { peer_.run(); }
  std::vector<float> output() const { return peer_.output(); }

 private:
  Peer peer_;
  std::vector<PeerValue> values_;
  std::vector<Parts<PeerValue>> parts_;
  std::vector<etch::Shape> shapes_;  ///< Of concatenations.

  PeerValue read(std::size_t id) {
    if (id == PeerStep::none) return {};
    if (!parts_[id].empty()) {
      std::vector<PeerValue> parts;
      for (const auto& [offset, part] : parts_[id]) parts.push_back(part);
      values_[id] = {peer_.concat(parts), shapes_[id]};
      parts_[id].clear();
    }
    return values_[id];
  }
  void add(const PeerStep& step) {
    const PeerValue in = read(step.inputs[0]);
    const PeerValue other = read(step.inputs[1]);
    if (step.free) {
      // Flattened: that changes no order there, and only matters to who reads it.
      if (step.shape != in.shape && step.shape.rank() != 1)
        throw NoPeer("no change of shape but flattening is written");
      values_[step.result] = in;
    } else if (step.copies) {
      parts_[step.result][step.channel_offset] = in;
      shapes_[step.result] = step.shape;
    } else {
      const std::size_t made = std::visit(
          [&](const auto& g) { return peer_.add(g, in, other, step.parameters.data()); }, step.geometry);
      if (step.partial) {
        parts_[step.result][step.channel_offset] = {made, {}};  // Nothing but `concat` reads it.
        shapes_[step.result] = step.shape;
      } else {
        values_[step.result] = {made, step.shape};
      }
    }
  }
};

template <class Peer>
void add_peer(std::vector<Contender>& others, const std::string& name, const PeerProgram& program,
              const float* image, const float* ours) {
  try {
    const auto peer = std::make_shared<Peer>(program, image);
    peer->run();
    const double error = difference(ours, peer->output());
    if (!(error < 1e-3)) throw Disagreement("differs from " + name + " by " + std::to_string(error));
    others.push_back({name, [peer] { peer->run(); }});
  } catch (const Disagreement&) {
    throw;
  } catch (const std::exception& problem) {
    std::fprintf(stderr, "bench: without %s: %s\n", name.c_str(), problem.what());
  }
}

}  // namespace

std::vector<Contender> invite(const PeerProgram& program, const float* image, const float* ours) {
  std::vector<Contender> all;
#ifdef ETCH_BENCH_ONEDNN
  add_peer<OneDnnNetwork>(all, "oneDNN", program, image, ours);
#endif
  for (Contender& other : invite_others(program, image, ours)) all.push_back(std::move(other));
  return all;
}

std::vector<Contender> invite_others([[maybe_unused]] const PeerProgram& program,
                                     [[maybe_unused]] const float* image,
                                     [[maybe_unused]] const float* ours) {
  std::vector<Contender> others;
#ifdef ETCH_BENCH_OPENCV
  add_peer<PeerNetwork<OpenCv>>(others, "OpenCV", program, image, ours);
#endif
#ifdef ETCH_BENCH_DLIB
  add_peer<PeerNetwork<Dlib>>(others, "dlib", program, image, ours);
#endif
#ifdef ETCH_BENCH_TORCH
  add_peer<PeerNetwork<TorchInference>>(others, "PyTorch", program, image, ours);
#endif
  return others;
}

}  // namespace bench
