# SPDX-License-Identifier: MIT
"""bench/report: from results written out here to the page and the picture."""

import json
import os
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree

REPORT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "bench", "report")

CONTEXT = {"date": "2024-05-06T07:08:09+00:00", "processor": "A Processor", "instruction_set": "AVX2", "compiler": "g++ 12",
           "flags": "-O3", "peer oneDNN": "2.6.3", "load_avg": [0.5]}


def entry(name, us, ratios, **counters):
    made = {"name": name + "/iterations:1/manual_time", "us": us, "+-%": 1.5, "GF": 50.0, "peak%": 62.5, "peak_GF": 80.0}
    for peer, ratio in ratios.items():
        made |= {"x_" + peer: ratio, peer + "_us": us * ratio, peer + "_+-%": 2.0}
    return made | counters


class Report(unittest.TestCase):
    def run_report(self, files):
        with tempfile.TemporaryDirectory() as folder:
            for name, content in files.items():
                with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
                    file.write(content if isinstance(content, str) else json.dumps(content))
            docs = os.path.join(folder, "docs")
            done = subprocess.run([sys.executable, REPORT, folder, "--docs", docs], capture_output=True, text=True,
                                  encoding="utf-8", env={**os.environ, "PYTHONIOENCODING": "utf-8"})
            made = {}
            for name in os.listdir(docs) if os.path.isdir(docs) else []:
                with open(os.path.join(docs, name), encoding="utf-8") as file:
                    made[name] = file.read()
            return done, made

    def test_ratios_means_and_misses(self):
        networks = [entry("Fast", 10.0, {"oneDNN": 4.0, "dlib": 9.0}), entry("Slow", 20.0, {"oneDNN": 0.25})]
        done, made = self.run_report({"networks.json": {"context": CONTEXT, "benchmarks": networks}})
        self.assertEqual(done.returncode, 0, done.stderr)
        page = made["performance.md"]
        # Peers in alphabetical order.
        self.assertIn("| Fast | 10.00 | 1.5 | 50.0 | 62.5 | 90.0 ±2 % | 9.00× | 40.0 ±2 % | 4.00× |", page)
        self.assertIn("| Slow | 20.00 | 1.5 | 50.0 | 62.5 | - | - | 5.0 ±2 % | **0.25×** |", page)
        # sqrt(4 / 4) and 9 alone.
        self.assertIn("9.00× of 1 |  | 1.00× of 2 |", page)
        self.assertIn("Slower than a library compared with: Slow (oneDNN 0.25×).", page)
        for fact in ("A Processor", "AVX2", "g++ 12", "`-O3`", "2024-05-06", "oneDNN 2.6.3"):
            self.assertIn(fact, page)
        self.assertNotIn("roofline.svg", made)

    def test_limits_at_the_peak(self):
        networks = [entry("Net", 50.0, {"oneDNN": 2.0}), entry("Other", 50.0, {"oneDNN": 2.0})]
        layers = [entry("Net/1 Conv2d<8>", 10.0, {}, label="gathered, tiles 6x2", **{"peak%": 50.0, "times": 3}),
                  entry("Net/2 Conv2d<8>", 4.0, {}, label="tiles 6x2", **{"peak%": 125.0, "peak_GF": 40.0, "times": 2}),
                  entry("Net/3 Conv2d<8>", 5.0, {}, label="Winograd F4, tiles 6x2", **{"peak%": 50.0, "times": 1}),
                  entry("Net/4 DepthwiseConv2d", 1.0, {}, label="depthwise 6x2", **{"peak%": 25.0, "times": 1}),
                  entry("Other/1 Conv2d<8>", 10.0, {}, label="tiles 6x2")]
        done, made = self.run_report({"networks.json": {"context": CONTEXT, "benchmarks": networks},
                                      "layers.json": {"context": CONTEXT, "benchmarks": layers}})
        self.assertEqual(done.returncode, 0, done.stderr)
        limits = made["performance.md"].split("## Limits")[1].split("## Layers")[0]
        # 3 x 10 + 2 x 4 at half the clock + 5 + 1; 34 of tiles, 19 at the peak; 25; 100 / 25.
        self.assertIn("| Net | 50.00 | 40.00 | 34.00 | 55.9 | 25.00 | 2.00× | 4.00× |", limits)
        # It is not known how often it has its step.
        self.assertNotIn("Other", limits)

    def test_times_measured_elsewhere_are_apart(self):
        networks = [entry("LeNet-5", 11.75, {"oneDNN": 2.0}), entry("DS-CNN", 90.0, {}), entry("Mine", 1.0, {})]
        steps = [entry("LeNet-5 batch 1", 50.0, {}, **{"images/s": 20000.0}), entry("Mine batch 1", 50.0, {})]
        done, made = self.run_report({"networks.json": {"context": CONTEXT, "benchmarks": networks},
                                      "training.json": {"context": CONTEXT, "benchmarks": steps}})
        self.assertEqual(done.returncode, 0, done.stderr)
        page = made["performance.md"]
        # 23.5 and 45 µs.
        self.assertIn("| LeNet-5 | 11.75 | 23.5 | oneDNN 3.7 | 2.00× |", page)
        self.assertIn("| DS-CNN | 90.00 | 45.0 | XNNPACK | **0.50×** |", page)
        self.assertNotIn("| Mine | 1.00 | ", page.split("there / here")[1])
        self.assertIn("not in this run", page)
        self.assertRegex(page, r"\| LeNet-5 batch 1 \|.*\| 20,000 \|.*\| tiny-dnn: 6,000 \|")
        self.assertRegex(page, r"\| Mine batch 1 \|.*\| - \|")

    def test_convolutions_with_and_without_winograd(self):
        layers = [entry("Net/1 Conv2d<8>", 10.0, {"oneDNN": 4.0, "direct": 2.0}), entry("Net/2 Conv2d<8>", 20.0, {"oneDNN": 0.5}),
                  entry("Net/3 Conv2d<8>", 20.0, {"oneDNN": 4.0, "direct": 0.5}), entry("Net/4 Dense<8>", 1.0, {"oneDNN": 100.0})]
        done, made = self.run_report({"layers.json": {"context": CONTEXT, "benchmarks": layers}})
        self.assertEqual(done.returncode, 0, done.stderr)
        # (4 x 0.5 x 4)^(1/3), (2 x 0.5 x 8)^(1/3).
        self.assertIn("All 3 convolutions, oneDNN / etch: geometric mean 2.00×, without Winograd's algorithm 2.00×.",
                      made["performance.md"])
        # Etch is no library that it is compared with.
        self.assertIn("Slower than a library compared with: Net/2 Conv2d<8> (oneDNN 0.50×).", made["performance.md"])
        self.assertNotIn("oneDNN alone", made["performance.md"])

    def test_steps_of_two_inputs_are_compared_with_onednn_alone(self):
        layers = [entry("Net/1 Conv2d<8>", 10.0, {"oneDNN": 4.0, "dlib": 2.0}), entry("Net/2 Conv2d<8>", 20.0, {"oneDNN": 2.0})]
        done, made = self.run_report({"layers.json": {"context": CONTEXT, "benchmarks": layers}})
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("compared with oneDNN alone", made["performance.md"])

    def test_etch_beside_itself_is_no_comparison(self):
        layers = [entry("Net/1 Conv2d<8>", 10.0, {"direct": 0.5})]
        done, made = self.run_report({"layers.json": {"context": CONTEXT, "benchmarks": layers}})
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("Nothing was compared with.", made["performance.md"])

    def test_gradients_are_a_table_for_each_network(self):
        gradients = [entry("A/1 Dense by input", 10.0, {"oneDNN": 4.0}, **{"images": 22, "roof%": 70.0}),
                     entry("A/1 Dense by parameters", 20.0, {"oneDNN": 0.25}, images=22), entry("B/2 Dense by input", 1.0, {"oneDNN": 1.0}, images=64)]
        done, made = self.run_report({"gradients.json": {"context": CONTEXT, "benchmarks": gradients}})
        self.assertEqual(done.returncode, 0, done.stderr)
        page = made["performance.md"]
        self.assertLess(page.index("### A, 22 images"), page.index("### B, 64 images"))
        self.assertIn("| 1 Dense by input | 10.00 | 1.5 | 50.0 | 62.5 | 70.0 | 40.0 ±2 % | 4.00× |", page)
        # sqrt(4 / 4), under their own column.
        self.assertIn("| geometric mean |  |  |  |  |  |  | 1.00× of 2 |", page)
        self.assertIn("Slower than a library compared with: A/1 Dense by parameters (oneDNN 0.25×).", page)
        self.assertNotIn("roofline.svg", made)

    def test_a_failure_is_told(self):
        failed = {"name": "Wrong/iterations:1/manual_time", "error_occurred": True, "error_message": "differs from oneDNN by 0.5"}
        done, made = self.run_report({"networks.json": {"context": CONTEXT, "benchmarks": [entry("Right", 1, {}), failed]}})
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("Wrong failed: differs from oneDNN by 0.5.", made["performance.md"])

    def test_roofline_places_steps_by_their_numbers(self):
        # At 10 flop a byte and 8 GB/s the roof is the peak, 80 GFLOP/s.
        layers = [entry("Net/1 Conv 8x8x1->8x8x8", 1.0, {}, **{"flop/byte": 10.0, "GB/s": 8.0, "GF": 80.0, "label": "tiles"}),
                  entry("Net/2 Conv 8x8x8->8x8x8", 1.0, {}, **{"flop/byte": 1.0, "GB/s": 8.0, "GF": 8.0, "label": "winograd"})]
        done, made = self.run_report({"layers.json": {"context": CONTEXT, "benchmarks": layers}})
        self.assertEqual(done.returncode, 0, done.stderr)
        svg = xml.etree.ElementTree.fromstring(made["roofline.svg"])
        space = "{http://www.w3.org/2000/svg}"
        roof = [tuple(map(float, point.split(","))) for point in svg.find(space + "polyline").get("points").split()]
        filled, hollow = [c for c in svg.iter(space + "circle") if c.find(space + "title") is not None]
        for value, expected in zip(roof[1], (filled.get("cx"), filled.get("cy"))):
            self.assertAlmostEqual(value, float(expected), delta=0.11)
        # On the slope, one decade to the left and one down.
        (x0, y0), (x1, y1) = roof[:2]
        x, y = float(hollow.get("cx")), float(hollow.get("cy"))
        self.assertAlmostEqual((y - y0) * (x1 - x0), (y1 - y0) * (x - x0), delta=40)
        self.assertEqual(hollow.get("fill"), "none")
        self.assertNotEqual(filled.get("fill"), "none")

    def test_sizes(self):
        size = {"name": "Net", "code_Os": 1234, "code_O2": 5678, "flash_bytes": 40, "prepared_bytes": 64, "inference_bytes": 128}
        done, made = self.run_report({"networks.json": {"context": CONTEXT, "benchmarks": []}, "size.json": {"sizes": [size]}})
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("| Net | 1,234 | 5,678 | 40 | 64 | 128 |", made["performance.md"])

    def test_compile_times(self):
        times = {"compile_times": [{"file": "inference/lenet5.cpp", "seconds": 3.456, "megabytes": 234.5}]}
        done, made = self.run_report({"networks.json": {"context": CONTEXT, "benchmarks": []}, "inference.json": times})
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertRegex(made["performance.md"], r"\| `lenet5`, the code of an inference, `-O2` \| 3\.46 \| 23[45] \|")

    def test_bad_results_give_a_sentence_and_no_file(self):
        for files, sentence in (({}, "has no layers.json"), ({"layers.json": "{"}, "is no JSON"),
                                ({"layers.json": {"benchmarks": [{"name": "x"}]}}, "x has no time"),
                                ({"layers.json": []}, "is not what --benchmark_out writes"),
                                ({"networks.json": {"benchmarks": []}, "shapes.json": {}}, "is not what compile_time --json writes")):
            done, made = self.run_report(files)
            self.assertEqual(done.returncode, 2)
            self.assertRegex(done.stderr, "^report: .*" + sentence)
            self.assertEqual(done.stderr.count("\n"), 1, done.stderr)
            self.assertEqual(made, {})


if __name__ == "__main__":
    unittest.main()
