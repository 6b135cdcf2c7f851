// SPDX-License-Identifier: MIT
#include <etch/io/atomic_file.hpp>
#include <support/catch.hpp>
#include <support/temporary_folder.hpp>

using etch::io::AtomicFile;
using etch::io::WriteError;

TEST_CASE("a file is there after commit and not before", "[atomic]") {
  const TemporaryFolder folder;
  {
    AtomicFile file(folder / "a");
    file.write("text");
    CHECK(!std::filesystem::exists(folder / "a"));
    file.commit();
  }
  CHECK(contents(folder / "a") == "text");
  CHECK(folder.files() == 1);
}

TEST_CASE("without commit the old file stays and nothing else is left", "[atomic]") {
  const TemporaryFolder folder;
  folder.write("a", "old");
  { AtomicFile(folder / "a").write("new"); }
  CHECK(contents(folder / "a") == "old");
  CHECK(folder.files() == 1);
}

TEST_CASE("somebody else's temporary file is not touched", "[atomic]") {
  const TemporaryFolder folder;
  folder.write("a.part0", "theirs");
  AtomicFile file(folder / "a");
  file.write("ours");
  file.commit();
  CHECK(contents(folder / "a.part0") == "theirs");
  CHECK(contents(folder / "a") == "ours");
}

TEST_CASE("what cannot be written says so in one sentence", "[atomic]") {
  const TemporaryFolder folder;
  CHECK_THROWS_WITH(AtomicFile(folder / "none/a"),
                    (folder / "none/a").string() + ": cannot be written: No such file or directory");
  CHECK_THROWS_AS(AtomicFile(folder.path()), WriteError);
}
