# SPDX-License-Identifier: MIT
"""examples/firmware/report: stacks from call graphs, bounds, and the page, from what is written out here."""

import json
import os
import subprocess
import sys
import tempfile
import unittest

REPORT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "examples", "firmware", "report")
sys.path.insert(0, REPORT)

import callgraph  # noqa: E402
import tables  # noqa: E402
from problem import Problem  # noqa: E402


def node(name, label):
    return f'node: {{ title: "{name}" label: "{name}\\n{label}" }}\n'


def edge(source, target):
    return f'edge: {{ sourcename: "{source}" targetname: "{target}" }}\n'


RESULT = {"network": "net", "core": "m4f", "level": "Os", "multiply_adds": 1000, "weights": 4000, "code": 1000, "flash": 5000,
          "predicted_flash": 5100, "arena": 640, "predicted_arena": 640, "stack": 100, "stack_bound": 120, "instructions": 3000}
BOUNDS = {("net", "m4f", "Os"): (1030, 103, 3090)}
LEARNING = {"network": "train_net", "core": "m7", "level": "O2", "trainer_bytes": 2000, "stack": 200, "instructions": 4000}
BOUNDS_LEARNING = {("train_net", "m7", "O2"): (2060, 206, 4120)}


class Stack(unittest.TestCase):
    def deepest(self, text, name="root"):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "a.ci")
            with open(path, "w", encoding="utf-8") as file:
                file.write('graph: { title: "a.cpp"\n' + text + "}\n")
            return callgraph.deepest(path, name)

    def test_the_deepest_chain_of_calls_counts(self):
        graph = (node("root", "16 bytes (static)") + node("a", "100 bytes (static)") + node("b", "40 bytes (dynamic,bounded)")
                 + node("c", "70 bytes (static)") + edge("root", "a") + edge("root", "b") + edge("b", "c"))
        self.assertEqual(self.deepest(graph), 16 + 40 + 70)

    def test_functions_of_the_library_count_too(self):
        graph = node("root", "16 bytes (static)") + node("memcpy", "<built-in>") + edge("root", "memcpy")
        self.assertEqual(self.deepest(graph), 16 + callgraph.LIBRARY_BYTES)

    def test_there_is_no_bound_with_recursion_or_a_stack_of_run_time_size(self):
        with self.assertRaisesRegex(Problem, "a calls itself"):
            self.deepest(node("root", "8 bytes (static)") + node("a", "8 bytes (static)") + edge("root", "a") + edge("a", "a"))
        with self.assertRaisesRegex(Problem, "the stack of root has no bound"):
            self.deepest(node("root", "8 bytes (dynamic)"))

    def test_the_function_must_be_there(self):
        with self.assertRaisesRegex(Problem, "0 functions are called other"):
            self.deepest(node("root", "8 bytes (static)"), "other")


class Bounds(unittest.TestCase):
    def test_what_was_measured_is_within_the_bounds_made_of_it(self):
        self.assertEqual(tables.broken(RESULT, BOUNDS), [])
        self.assertEqual(tables.beside_bounds(LEARNING, BOUNDS_LEARNING), [])
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "bounds.txt")
            with open(path, "w", encoding="utf-8") as file:
                file.write(tables.bounds_text(tables.bounds_of([RESULT, LEARNING])))
            self.assertEqual(tables.read_bounds(path), BOUNDS | BOUNDS_LEARNING)

    def test_each_regression_has_a_sentence(self):
        for change, sentence in (({"code": 1031}, "code grew to 1031, bounds.txt allows 1030"),
                                 ({"stack": 104}, "stack grew to 104"),
                                 ({"instructions": 3091}, "instructions grew to 3091"),
                                 ({"arena": 704}, "the arena has 704 bytes, inference_bytes is 640"),
                                 ({"predicted_flash": 5251}, "flash of 5251 bytes was predicted, it takes 5000"),
                                 ({"predicted_flash": 4749}, "flash of 4749 bytes was predicted"),
                                 ({"stack_bound": 96}, "100 bytes of stack were used, the bound is 96")):
            sentences = tables.broken(RESULT | change, BOUNDS)
            self.assertEqual(len(sentences), 1, sentences)
            self.assertIn(sentence, sentences[0])
        self.assertIn("has no line in bounds.txt", tables.broken(RESULT, {})[0])

    def test_a_network_that_learns_keeps_bounds_too(self):
        for change, sentence in (({"trainer_bytes": 2061}, "trainer_bytes grew to 2061, bounds.txt allows 2060"),
                                 ({"stack": 207}, "stack grew to 207"),
                                 ({"instructions": 4121}, "instructions grew to 4121"),
                                 ({"trainer_bytes": 1843}, "trainer_bytes shrank to 1843, bounds.txt still allows 2060")):
            sentences = tables.beside_bounds(LEARNING | change, BOUNDS_LEARNING)
            self.assertEqual(len(sentences), 1, sentences)
            self.assertIn(sentence, sentences[0])
        self.assertIn("has no line in bounds.txt", tables.beside_bounds(LEARNING, BOUNDS)[0])

    def test_a_bound_that_allows_much_more_than_was_measured_is_named(self):
        for change, sentence in (({"code": 907}, "code shrank to 907, bounds.txt still allows 1030; write new bounds with the target firmware_bounds"),
                                 ({"stack": 64}, "stack shrank to 64, bounds.txt still allows 103"),
                                 ({"instructions": 2779}, "instructions shrank to 2779, bounds.txt still allows 3090")):
            sentences = tables.broken(RESULT | change, BOUNDS)
            self.assertEqual(len(sentences), 1, sentences)
            self.assertIn(sentence, sentences[0])
        self.assertEqual(tables.broken(RESULT | {"code": 908, "stack": 65, "instructions": 2781}, BOUNDS), [])

    def test_bounds_of_what_was_not_measured_stay(self):
        with tempfile.TemporaryDirectory() as folder:
            for path, result in (("net.json", RESULT), ("training/train_net.json", LEARNING)):
                os.makedirs(os.path.dirname(os.path.join(folder, path)), exist_ok=True)
                with open(os.path.join(folder, path), "w", encoding="utf-8") as file:
                    json.dump(result, file)
            path = os.path.join(folder, "bounds.txt")
            with open(path, "w", encoding="utf-8") as file:
                file.write("net m4f Os 1 2 3\nother m7 Os 4 5 6\n")
            subprocess.run([sys.executable, "-B", REPORT, "bounds", folder, path], check=True)
            self.assertEqual(tables.read_bounds(path), BOUNDS | BOUNDS_LEARNING | {("other", "m7", "Os"): (4, 5, 6)})

    def test_a_line_that_is_no_bound_is_named(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "bounds.txt")
            with open(path, "w", encoding="utf-8") as file:
                file.write("# comment\nnet m4f Os 1 2\n")
            with self.assertRaisesRegex(Problem, "bounds.txt:2: is not NETWORK CORE LEVEL and three numbers"):
                tables.read_bounds(path)


class Page(unittest.TestCase):
    def test_only_what_stands_between_the_marks_changes(self):
        page = "a\n<!-- t -->\nold\n<!-- /t -->\nb\n"
        self.assertEqual(tables.replaced(page, "t", "new\n"), "a\n<!-- t -->\nnew\n<!-- /t -->\nb\n")
        with self.assertRaises(Problem):
            tables.replaced("a\n", "t", "new\n")

    def test_a_row_has_what_a_network_costs(self):
        self.assertIn("| net | M4F | 4,000 | 640 | 1,000 | 5,000 (5,100) | 100 (120) | 3,000 | 3.0 |", tables.table([RESULT]))


if __name__ == "__main__":
    unittest.main()
