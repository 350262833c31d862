"""The file that holds the one-operator cases.

    8 bytes   length of the header, little endian
    header    JSON: what was asked, and for each case where its parts begin in the body
    body      models, then digests: 32 bytes of SHA-256 for each run, of the operator's raw
              row-major little-endian output
"""
import json
import struct


class Container:
    def __init__(self, **header):
        self.header, self.cases, self.body = header, [], bytearray()

    def append(self, data):
        start = len(self.body)
        self.body += data
        return start

    def add(self, name, operator, model, digests, micro_digests):
        case = dict(name=name, operator=operator, model=self.append(model), modelBytes=len(model),
                    litert=self.append(b''.join(digests)))
        if micro_digests is not None:
            case['micro'] = self.append(b''.join(micro_digests))
        self.cases.append(case)

    def write(self, path):
        header = json.dumps(dict(self.header, cases=self.cases), separators=(',', ':')).encode()
        with open(path, 'wb') as file:
            file.write(struct.pack('<Q', len(header)) + header + self.body)
