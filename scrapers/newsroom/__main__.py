"""`python -m scrapers.newsroom [--port N]`: serve until Ctrl-C."""

import argparse
import time

from scrapers.newsroom import presses, serve

if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m scrapers.newsroom", description="Serve the embedded newsroom.")
    parser.add_argument("--port", type=int, default=8100, help="port on 127.0.0.1 (default 8100)")
    with serve(parser.parse_args().port) as newsroom:
        for press in presses():
            print(f"{len(press.articles):4} articles  {newsroom.base(press.id)}/")
        try:
            time.sleep(10**9)
        except KeyboardInterrupt:
            print("closed")
