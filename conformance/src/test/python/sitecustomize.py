"""Gives moto's interpreter of state machines a clock that the test holds, as machines.mjs gives Node one.

Python imports this file at its start from the folder that PYTHONPATH names. What moto would sleep, it tells the clock
instead; what it would wait for, it waits for until the clock says that nothing comes. Delays are as long as their
jitter lets them be.
"""

import http.client
import os
import threading
import types

CLOCK = os.environ["SLUICE_TEST_CLOCK"]


def tell(path, seconds):
    connection = http.client.HTTPConnection(CLOCK, timeout=10)
    connection.request("POST", path, str(seconds))
    answer = connection.getresponse().read()
    connection.close()
    return answer == b"true"


class Event(threading.Event):
    """Of a state with a limit in seconds."""

    def wait(self, timeout=None):
        while not super().wait(0.05):
            if tell("/clock/wait", timeout):
                return False
        return True


try:
    from moto.stepfunctions.parser.asl.component.common.retry import jitter_strategy_decl, retrier_decl
    from moto.stepfunctions.parser.asl.component.state.exec import execute_state
except ImportError:
    pass  # Another program of Python's, on the way to moto_server.
else:
    retrier_decl.time = types.SimpleNamespace(sleep=lambda seconds: tell("/clock/sleep", seconds))
    jitter_strategy_decl.random = types.SimpleNamespace(uniform=lambda least, most: most)
    execute_state.threading = types.SimpleNamespace(Event=Event)
