"""A WHIP endpoint on GStreamer's webrtcbin, for tests: takes one publisher at a time, decodes the
picture and the sound, and tells what it sees as lines of JSON on stdout. Orders come as lines on
stdin: `pli` asks the publisher for a keyframe, `counts` tells what was decoded so far. Each session
is kept: as it came in Matroska, and the picture alone as a bare H.264 stream.

Options: `port`, `folder`; `token` (none: everybody may publish, but to `/deny`); `address` to be at, with its ICE
candidate (127.0.0.1); `latency` of the jitter buffer, ms (60); `each` tells every decoded picture, and
keeps no session: a picture that changes its size cannot be multiplexed. `wait`: serves from the first
line on stdin on."""

import json
import re
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstWebRTC", "1.0")
gi.require_version("GstSdp", "1.0")
gi.require_version("GstVideo", "1.0")
from gi.repository import GLib, Gst, GstSdp, GstVideo, GstWebRTC  # noqa: E402

Gst.init(None)
OPTIONS = json.loads(sys.argv[1])
ADDRESS = OPTIONS.get("address", "127.0.0.1")
LOCK = threading.Lock()


def tell(kind, **values):
    with LOCK:
        sys.stdout.write(json.dumps({"kind": kind, **values}) + "\n")
        sys.stdout.flush()


def waited(element, signal, *args):
    promise = Gst.Promise.new()
    element.emit(signal, *args, promise)
    promise.wait()
    return promise.get_reply()


TRANSPORT_CC = "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01"


class Session:
    """One publisher: its peer connection, decoded and counted."""

    def __init__(self, number):
        self.number = number
        self.feedback = None
        self.id = f"session-{number}"
        self.sizes = {}
        self.ts = 0
        self.file = f"{OPTIONS['folder']}/{self.id}.mkv"
        self.frames = 0
        self.keyframes = 0
        self.sounds = 0
        self.depay = None
        self.pipeline = Gst.Pipeline.new(self.id)
        self.peer = Gst.ElementFactory.make("webrtcbin")
        self.peer.set_property("bundle-policy", GstWebRTC.WebRTCBundlePolicy.MAX_BUNDLE)
        self.peer.set_property("latency", OPTIONS.get("latency", 60))
        self.peer.connect("on-new-transceiver", self.on_transceiver)
        self.peer.connect("pad-added", self.on_pad)
        self.peer.get_by_name("rtpbin").connect("new-jitterbuffer", self.on_jitterbuffer)
        self.pipeline.add(self.peer)
        # Loopback alone: it would leave that out, and a machine without a network has nothing else.
        # Held: the binding would let go of it for webrtcbin too.
        self.ice = self.peer.get_property("ice-agent")
        self.ice.ref()
        self.ice.emit("add-local-ip-address", ADDRESS)
        self.inputs = {}
        if not OPTIONS.get("each"):
            self.keep()
        bus = self.pipeline.get_bus()
        bus.add_signal_watch()
        bus.connect("message::error", lambda _, m: tell("error", text=m.parse_error()[0].message))
        bus.connect("message::warning", lambda _, m: tell("warning", text=m.parse_warning()[0].message))
        self.pipeline.set_state(Gst.State.PLAYING)

    def keep(self):
        self.muxer = Gst.ElementFactory.make("matroskamux")
        self.muxer.set_property("streamable", True)
        sink = Gst.ElementFactory.make("filesink")
        sink.set_property("location", self.file)
        sink.set_property("async", False)
        sink.set_property("sync", False)
        for element in (self.muxer, sink):
            self.pipeline.add(element)
        self.muxer.link(sink)
        # Both before the first frame: a track that comes later would not be in the header.
        self.inputs = {
            "video": self.muxer.request_pad_simple("video_%u"),
            "audio": self.muxer.request_pad_simple("audio_%u"),
        }

    def on_jitterbuffer(self, _, jitterbuffer, *__):
        # A packet that is only late is not asked for again, but one that is missing before others, as by
        # every server that is in use: else a road that got narrower is filled with what it has already.
        jitterbuffer.set_property("rtx-next-seqnum", False)

    def on_transceiver(self, _, transceiver):
        # Lost packets are asked for again, and when each came is told, as by every server that is in
        # use: without that a browser does not know how much the road carries. By itself webrtcbin
        # leaves the numbers for it out of its answer.
        transceiver.set_property("do-nack", True)
        if self.feedback and transceiver.get_property("kind") == GstWebRTC.WebRTCKind.VIDEO:
            caps = f"application/x-rtp,media=video,encoding-name=H264,clock-rate=90000,extmap-{self.feedback}=(string){TRANSPORT_CC}"
            transceiver.set_property("codec-preferences", Gst.Caps.from_string(caps))

    def answer(self, offer):
        found = re.search(r"a=extmap:(\d+) " + re.escape(TRANSPORT_CC), offer)
        self.feedback = found.group(1) if found else None
        _, message = GstSdp.SDPMessage.new_from_text(offer)
        described = GstWebRTC.WebRTCSessionDescription.new(GstWebRTC.WebRTCSDPType.OFFER, message)
        waited(self.peer, "set-remote-description", described)
        reply = waited(self.peer, "create-answer", None)
        answer = reply.get_value("answer")
        waited(self.peer, "set-local-description", answer)
        gathered = threading.Event()

        def look(*_):
            if self.peer.get_property("ice-gathering-state") == GstWebRTC.WebRTCICEGatheringState.COMPLETE:
                gathered.set()

        self.peer.connect("notify::ice-gathering-state", look)
        look()
        gathered.wait(2)
        return self.peer.get_property("local-description").sdp.as_text()

    def on_pad(self, _, pad):
        if pad.direction != Gst.PadDirection.SRC:
            return
        media = pad.get_current_caps().get_structure(0).get_string("media")
        if media == "video":
            branch = (
                "rtph264depay name=depay request-keyframe=true wait-for-keyframe=true ! h264parse name=parse config-interval=-1 ! tee name=t "
                "t. ! queue ! avdec_h264 output-corrupt=false ! fakesink name=sink signal-handoffs=true sync=false "
            )
            kept = (
                "t. ! queue ! h264parse config-interval=-1 ! video/x-h264,stream-format=byte-stream ! "
                f"filesink location={self.file[:-4]}.h264 async=false sync=false buffer-mode=unbuffered "
                "t. ! queue ! h264parse name=last"
            )
        else:
            branch = (
                "rtpopusdepay name=depay ! opusparse name=parse ! tee name=t "
                "t. ! queue ! opusdec ! fakesink name=sink signal-handoffs=true sync=false "
            )
            kept = "t. ! queue ! opusparse name=last"
        made = Gst.parse_bin_from_description(branch + kept if media in self.inputs else branch, False)
        made.add_pad(Gst.GhostPad.new("sink", made.get_by_name("depay").get_static_pad("sink")))
        self.pipeline.add(made)
        if media in self.inputs:
            made.add_pad(Gst.GhostPad.new("src", made.get_by_name("last").get_static_pad("src")))
            made.get_static_pad("src").link(self.inputs[media])
        sink = made.get_by_name("sink")
        if media == "video":
            self.depay = made.get_by_name("depay")
            sink.connect("handoff", self.on_frame)
            made.get_by_name("parse").get_static_pad("src").add_probe(
                Gst.PadProbeType.BUFFER, self.on_unit
            )
        else:
            sink.connect("handoff", self.on_sound)
        made.sync_state_with_parent()
        pad.link(made.get_static_pad("sink"))
        tell("track", session=self.id, media=media)

    def on_unit(self, _, info):
        if OPTIONS.get("each"):
            self.sizes[info.get_buffer().pts] = info.get_buffer().get_size()
        if not info.get_buffer().has_flags(Gst.BufferFlags.DELTA_UNIT):
            self.keyframes += 1
        return Gst.PadProbeReturn.OK

    def on_frame(self, _sink, buffer, pad):
        self.frames += 1
        if OPTIONS.get("each"):
            size = self.sizes.pop(buffer.pts, 0)
            if buffer.pts != Gst.CLOCK_TIME_NONE:
                self.ts = buffer.pts // 1_000_000
            tell("frame", at=time.time() * 1000, connection=self.number, ts=self.ts, bytes=size)
        shape = pad.get_current_caps().get_structure(0)
        self.size = [shape.get_int("width")[1], shape.get_int("height")[1]]

    def on_sound(self, _sink, buffer, pad):
        self.sounds += 1
        shape = pad.get_current_caps().get_structure(0)
        self.channels = shape.get_int("channels")[1]

    def ask_keyframe(self):
        event = GstVideo.video_event_new_upstream_force_key_unit(Gst.CLOCK_TIME_NONE, True, 0)
        self.depay.get_static_pad("sink").push_event(event)

    def counts(self):
        tell(
            "counts",
            session=self.id,
            frames=self.frames,
            keyframes=self.keyframes,
            sounds=self.sounds,
            size=getattr(self, "size", None),
            channels=getattr(self, "channels", None),
        )

    def close(self):
        self.pipeline.set_state(Gst.State.NULL)


class State:
    session = None
    made = 0


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def allowed(self):
        token = OPTIONS.get("token")
        if self.path == "/deny":
            return False
        return token is None or self.headers.get("Authorization") == f"Bearer {token}"

    def reply(self, status, headers=None, body=b""):
        self.send_response(status)
        for name, value in headers or []:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def body(self):
        return self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()

    def seen(self):
        tell(
            "request",
            method=self.command,
            path=self.path,
            type=self.headers.get("Content-Type"),
            match=self.headers.get("If-Match"),
            bearer=self.allowed(),
        )
        return self.allowed()

    def do_POST(self):
        offer = self.body()
        if not self.seen():
            return self.reply(401)
        if State.session:
            State.session.close()
        State.made += 1
        session = Session(State.made)
        State.session = session
        answer = session.answer(offer)
        self.reply(
            201,
            [
                ("Content-Type", "application/sdp"),
                ("Location", f"/resource/{session.id}"),
                ("ETag", '"first"'),
            ],
            answer.encode(),
        )

    def do_PATCH(self):
        self.body()
        self.seen()
        self.reply(405)

    def do_DELETE(self):
        if not self.seen():
            return self.reply(401)
        if State.session and self.path == f"/resource/{State.session.id}":
            State.session.counts()
            State.session.close()
            State.session = None
            return self.reply(200)
        return self.reply(404)


def orders():
    for line in sys.stdin:
        if State.session and line.strip() == "pli":
            State.session.ask_keyframe()
        elif State.session and line.strip() == "counts":
            State.session.counts()
    GLib.idle_add(loop.quit)


# All that takes its time is done: the next moment is that of a server that is there.
if OPTIONS.get("wait"):
    sys.stdin.readline()


class Server(ThreadingHTTPServer):
    def server_bind(self):
        # HTTPServer's own asks for the name of the address, which takes many seconds where nobody answers.
        TCPServer.server_bind(self)
        self.server_name, self.server_port = ADDRESS, self.server_address[1]


server = Server((ADDRESS, OPTIONS.get("port", 0)), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
loop = GLib.MainLoop()
threading.Thread(target=orders, daemon=True).start()
tell("listening", port=server.server_address[1])
loop.run()
