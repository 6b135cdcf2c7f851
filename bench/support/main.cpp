// SPDX-License-Identifier: MIT
// The benchmarks' `main`: Google Benchmark's options, of which --benchmark_min_time=SECONDS is how long each
// contest takes.
#include "contest.hpp"
#include "table.hpp"

#include <etch/measure/machine.hpp>

#include <cstdlib>
#include <string>
#include <string_view>

#ifdef ETCH_BENCH_ONEDNN
#include "../peers/onednn.hpp"
#endif
#ifdef ETCH_BENCH_OPENCV
#include "../peers/opencv.hpp"
#endif
#ifdef ETCH_BENCH_DLIB
#include "../peers/dlib.hpp"
#endif
#ifdef ETCH_BENCH_TORCH
#include "../peers/torch.hpp"
#endif

int main(int argc, char** argv) {
  bool own_table = true;
  for (int n = 1; n < argc; ++n) {
    constexpr std::string_view min_time = "--benchmark_min_time=";
    const std::string_view word = argv[n];
    if (word.starts_with(min_time)) bench::set_contest_seconds(std::atof(argv[n] + min_time.size()));
    if (word.starts_with("--benchmark_format=")) own_table = false;
  }
  benchmark::AddCustomContext("processor", etch::measure::processor());
  benchmark::AddCustomContext("instruction_set", etch::measure::instruction_set());
  benchmark::AddCustomContext("compiler", etch::measure::compiler());
  benchmark::AddCustomContext("flags", ETCH_BENCH_FLAGS);
#ifdef ETCH_BENCH_ONEDNN
  benchmark::AddCustomContext("peer oneDNN", bench::OneDnn::version());
#endif
#ifdef ETCH_BENCH_OPENCV
  benchmark::AddCustomContext("peer OpenCV", bench::OpenCv::version());
#endif
#ifdef ETCH_BENCH_DLIB
  benchmark::AddCustomContext("peer dlib", bench::Dlib::version());
#endif
#ifdef ETCH_BENCH_TORCH
  benchmark::AddCustomContext("peer PyTorch", bench::Torch::version());
#endif
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  bench::Table table;
  if (own_table)
    benchmark::RunSpecifiedBenchmarks(&table);
  else
    benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
}
