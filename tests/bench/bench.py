"""What benchmarks share: scratch space, databases, the trained model. Each is made when first asked for."""

from __future__ import annotations

import shutil
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from classify.classifier import Classifier
from classify.examples import CORPUS_FILE
from classify.train import SEED, train
from ingest.db import Database
from tests.bench.measure import CannotMeasureError, tell
from tests.support import databases, postgres
from tests.support.postgres import PostgresServer
from tests.support.world import World


@dataclass
class Bench:
    """One run of the benchmarks."""

    folder: Path
    stack: ExitStack
    quick: bool = False
    rounds: int | None = None
    offices: dict[int, World] = field(default_factory=dict)
    """SQLite offices with many comments, by how many."""
    _folders: int = 0

    def size(self, full: int, quick: int) -> int:
        """How much to do."""
        return quick if self.quick else full

    def new_folder(self) -> Path:
        """An empty folder, removed at the end."""
        self._folders += 1
        folder = self.folder / f"{self._folders:02d}"
        folder.mkdir()
        return folder

    @cached_property
    def model_file(self) -> Path:
        """The default model, trained for this run."""
        tell("training the default model")
        folder = self.new_folder()
        train(CORPUS_FILE, folder, SEED)
        return folder / "default.npz"

    @cached_property
    def classifier(self) -> Classifier:
        """The classifier as the worker loads it."""
        return Classifier.load(self.model_file)

    def sqlite(self) -> Database:
        """A migrated SQLite database in a file of its own."""
        return self._opened(databases.sqlite_copy(self._sqlite_template, self.new_folder()))

    def postgres(self) -> Database:
        """A migrated PostgreSQL database. Raises CannotMeasureError where none can be started."""
        return self._opened(self.server.url(self.server.create(self._postgres_template)))

    @cached_property
    def server(self) -> PostgresServer:
        """A private cluster. Raises CannotMeasureError."""
        if reason := postgres.missing():
            raise CannotMeasureError(reason)
        return self.stack.enter_context(postgres.postgres_server())

    def give_model(self, to: Path) -> None:
        """Put the model where a console finds it."""
        to.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(self.model_file, to)

    @cached_property
    def _sqlite_template(self) -> Path:
        return databases.sqlite_template(self.new_folder())

    @cached_property
    def _postgres_template(self) -> str:
        return databases.postgres_template(self.server)

    def _opened(self, url: str) -> Database:
        database = Database(url)
        self.stack.callback(database.dispose)
        return database
