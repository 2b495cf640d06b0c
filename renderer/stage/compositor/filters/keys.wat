;; Keys: RGBA bytes, straight alpha, four pixels a step. `bytes` is a multiple of 16; the numbers that a
;; key needs lie at address 0.
(module
  (import "filters" "memory" (memory 1))

  ;; Multiplies alpha by how far a colour is from a key in (Cb, Cr), and if it spills takes the key out
  ;; of the rest. Numbers (f32): key's Cb 0, Cr 4, begin of the edge 8, 1 / its width 12, the key's direction
  ;; Cb 16, Cr 20, and what is taken from red 24, green 28, blue 32 for each unit of chroma.
  (func (export "chromaKey") (param $at i32) (param $bytes i32) (param $spills i32)
    (local $end i32) (local $v v128) (local $byte v128)
    (local $r v128) (local $g v128) (local $b v128) (local $cb v128) (local $cr v128) (local $t v128)
    (local $rgb v128)
    (local $zero v128) (local $one v128) (local $full v128) (local $magic v128)
    (local.set $zero (f32x4.splat (f32.const 0)))
    (local.set $one (f32x4.splat (f32.const 1)))
    (local.set $full (f32x4.splat (f32.const 255)))
    (local.set $magic (f32x4.splat (f32.const 8388608)))
    (local.set $byte (i32x4.splat (i32.const 255)))
    (local.set $end (i32.add (local.get $at) (local.get $bytes)))
    (loop $next
      (local.set $v (v128.load (local.get $at)))
      (local.set $r (f32x4.convert_i32x4_s (v128.and (local.get $v) (local.get $byte))))
      (local.set $g
        (f32x4.convert_i32x4_s
          (v128.and (i32x4.shr_u (local.get $v) (i32.const 8)) (local.get $byte))))
      (local.set $b
        (f32x4.convert_i32x4_s
          (v128.and (i32x4.shr_u (local.get $v) (i32.const 16)) (local.get $byte))))
      (local.set $cb
        (f32x4.sub
          (f32x4.mul (local.get $b) (f32x4.splat (f32.const 0.5)))
          (f32x4.add
            (f32x4.mul (local.get $r) (f32x4.splat (f32.const 0.168736)))
            (f32x4.mul (local.get $g) (f32x4.splat (f32.const 0.331264))))))
      (local.set $cr
        (f32x4.sub
          (f32x4.mul (local.get $r) (f32x4.splat (f32.const 0.5)))
          (f32x4.add
            (f32x4.mul (local.get $g) (f32x4.splat (f32.const 0.418688)))
            (f32x4.mul (local.get $b) (f32x4.splat (f32.const 0.081312))))))
      (local.set $rgb (v128.and (local.get $v) (i32x4.splat (i32.const 0xffffff))))
      (if (local.get $spills)
        (then
          ;; How far along the key's direction, less how far aside.
          (local.set $t
            (f32x4.pmax (local.get $zero)
              (f32x4.sub
                (f32x4.add
                  (f32x4.mul (local.get $cb) (v128.load32_splat offset=16 (i32.const 0)))
                  (f32x4.mul (local.get $cr) (v128.load32_splat offset=20 (i32.const 0))))
                (f32x4.abs
                  (f32x4.sub
                    (f32x4.mul (local.get $cb) (v128.load32_splat offset=20 (i32.const 0)))
                    (f32x4.mul (local.get $cr) (v128.load32_splat offset=16 (i32.const 0))))))))
          (local.set $r
            (f32x4.sub (local.get $r)
              (f32x4.mul (local.get $t) (v128.load32_splat offset=24 (i32.const 0)))))
          (local.set $g
            (f32x4.sub (local.get $g)
              (f32x4.mul (local.get $t) (v128.load32_splat offset=28 (i32.const 0)))))
          (local.set $b
            (f32x4.sub (local.get $b)
              (f32x4.mul (local.get $t) (v128.load32_splat offset=32 (i32.const 0)))))
          (local.set $rgb
            (v128.or
              (v128.and
                (f32x4.add
                  (f32x4.pmin (local.get $full) (f32x4.pmax (local.get $zero) (local.get $r)))
                  (local.get $magic))
                (local.get $byte))
              (v128.or
                (i32x4.shl
                  (v128.and
                    (f32x4.add
                      (f32x4.pmin (local.get $full) (f32x4.pmax (local.get $zero) (local.get $g)))
                      (local.get $magic))
                    (local.get $byte))
                  (i32.const 8))
                (i32x4.shl
                  (v128.and
                    (f32x4.add
                      (f32x4.pmin (local.get $full) (f32x4.pmax (local.get $zero) (local.get $b)))
                      (local.get $magic))
                    (local.get $byte))
                  (i32.const 16)))))))
      (local.set $cb (f32x4.sub (local.get $cb) (v128.load32_splat (i32.const 0))))
      (local.set $cr (f32x4.sub (local.get $cr) (v128.load32_splat offset=4 (i32.const 0))))
      (local.set $t
        (f32x4.sqrt
          (f32x4.add
            (f32x4.mul (local.get $cb) (local.get $cb))
            (f32x4.mul (local.get $cr) (local.get $cr)))))
      ;; smoothstep
      (local.set $t
        (f32x4.pmin (local.get $one)
          (f32x4.pmax (local.get $zero)
            (f32x4.mul
              (f32x4.sub (local.get $t) (v128.load32_splat offset=8 (i32.const 0)))
              (v128.load32_splat offset=12 (i32.const 0))))))
      (local.set $t
        (f32x4.mul
          (f32x4.mul (local.get $t) (local.get $t))
          (f32x4.sub (f32x4.splat (f32.const 3)) (f32x4.add (local.get $t) (local.get $t)))))
      (v128.store (local.get $at)
        (v128.or
          (local.get $rgb)
          (i32x4.shl
            (f32x4.add
              (f32x4.mul
                (f32x4.convert_i32x4_s (i32x4.shr_u (local.get $v) (i32.const 24)))
                (local.get $t))
              (local.get $magic))
            (i32.const 24))))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $at) (local.get $end)))))

  ;; Multiplies alpha by how far a colour is from a key in RGB. Numbers (f32): the key's red 0, green 4,
  ;; blue 8, begin of the edge 12, 1 / its width 16.
  (func (export "colourKey") (param $at i32) (param $bytes i32)
    (local $end i32) (local $v v128) (local $byte v128)
    (local $r v128) (local $g v128) (local $b v128) (local $t v128)
    (local $zero v128) (local $one v128) (local $magic v128)
    (local.set $zero (f32x4.splat (f32.const 0)))
    (local.set $one (f32x4.splat (f32.const 1)))
    (local.set $magic (f32x4.splat (f32.const 8388608)))
    (local.set $byte (i32x4.splat (i32.const 255)))
    (local.set $end (i32.add (local.get $at) (local.get $bytes)))
    (loop $next
      (local.set $v (v128.load (local.get $at)))
      (local.set $r (f32x4.convert_i32x4_s (v128.and (local.get $v) (local.get $byte))))
      (local.set $g
        (f32x4.convert_i32x4_s
          (v128.and (i32x4.shr_u (local.get $v) (i32.const 8)) (local.get $byte))))
      (local.set $b
        (f32x4.convert_i32x4_s
          (v128.and (i32x4.shr_u (local.get $v) (i32.const 16)) (local.get $byte))))
      (local.set $r (f32x4.sub (local.get $r) (v128.load32_splat (i32.const 0))))
      (local.set $g (f32x4.sub (local.get $g) (v128.load32_splat offset=4 (i32.const 0))))
      (local.set $b (f32x4.sub (local.get $b) (v128.load32_splat offset=8 (i32.const 0))))
      (local.set $t
        (f32x4.sqrt
          (f32x4.add
            (f32x4.mul (local.get $r) (local.get $r))
            (f32x4.add
              (f32x4.mul (local.get $g) (local.get $g))
              (f32x4.mul (local.get $b) (local.get $b))))))
      ;; smoothstep
      (local.set $t
        (f32x4.pmin (local.get $one)
          (f32x4.pmax (local.get $zero)
            (f32x4.mul
              (f32x4.sub (local.get $t) (v128.load32_splat offset=12 (i32.const 0)))
              (v128.load32_splat offset=16 (i32.const 0))))))
      (local.set $t
        (f32x4.mul
          (f32x4.mul (local.get $t) (local.get $t))
          (f32x4.sub (f32x4.splat (f32.const 3)) (f32x4.add (local.get $t) (local.get $t)))))
      (v128.store (local.get $at)
        (v128.or
          (v128.and (local.get $v) (i32x4.splat (i32.const 0xffffff)))
          (i32x4.shl
              (f32x4.add
                (f32x4.mul
                  (f32x4.convert_i32x4_s (i32x4.shr_u (local.get $v) (i32.const 24)))
                  (local.get $t))
                (local.get $magic))
              (i32.const 24))))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $at) (local.get $end)))))

  ;; Multiplies alpha by whether luma is between two edges. Numbers (f32): begin of the lower edge 0,
  ;; 1 / its width 4, begin of the upper edge 8, 1 / its width 12.
  (func (export "lumaKey") (param $at i32) (param $bytes i32)
    (local $end i32) (local $v v128) (local $byte v128)
    (local $r v128) (local $g v128) (local $b v128) (local $t v128)
    (local $zero v128) (local $one v128) (local $magic v128)
    (local.set $zero (f32x4.splat (f32.const 0)))
    (local.set $one (f32x4.splat (f32.const 1)))
    (local.set $magic (f32x4.splat (f32.const 8388608)))
    (local.set $byte (i32x4.splat (i32.const 255)))
    (local.set $end (i32.add (local.get $at) (local.get $bytes)))
    (loop $next
      (local.set $v (v128.load (local.get $at)))
      (local.set $r (f32x4.convert_i32x4_s (v128.and (local.get $v) (local.get $byte))))
      (local.set $g
        (f32x4.convert_i32x4_s
          (v128.and (i32x4.shr_u (local.get $v) (i32.const 8)) (local.get $byte))))
      (local.set $b
        (f32x4.convert_i32x4_s
          (v128.and (i32x4.shr_u (local.get $v) (i32.const 16)) (local.get $byte))))
      (local.set $t
        (f32x4.add
          (f32x4.mul (local.get $r) (f32x4.splat (f32.const 0.299)))
          (f32x4.add
            (f32x4.mul (local.get $g) (f32x4.splat (f32.const 0.587)))
            (f32x4.mul (local.get $b) (f32x4.splat (f32.const 0.114))))))
      (local.set $g (local.get $t))
      ;; smoothstep
      (local.set $t
        (f32x4.pmin (local.get $one)
          (f32x4.pmax (local.get $zero)
            (f32x4.mul
              (f32x4.sub (local.get $t) (v128.load32_splat (i32.const 0)))
              (v128.load32_splat offset=4 (i32.const 0))))))
      (local.set $t
        (f32x4.mul
          (f32x4.mul (local.get $t) (local.get $t))
          (f32x4.sub (f32x4.splat (f32.const 3)) (f32x4.add (local.get $t) (local.get $t)))))
      ;; smoothstep
      (local.set $g
        (f32x4.pmin (local.get $one)
          (f32x4.pmax (local.get $zero)
            (f32x4.mul
              (f32x4.sub (local.get $g) (v128.load32_splat offset=8 (i32.const 0)))
              (v128.load32_splat offset=12 (i32.const 0))))))
      (local.set $g
        (f32x4.mul
          (f32x4.mul (local.get $g) (local.get $g))
          (f32x4.sub (f32x4.splat (f32.const 3)) (f32x4.add (local.get $g) (local.get $g)))))
      (local.set $t (f32x4.mul (local.get $t) (f32x4.sub (local.get $one) (local.get $g))))
      (v128.store (local.get $at)
        (v128.or
          (v128.and (local.get $v) (i32x4.splat (i32.const 0xffffff)))
          (i32x4.shl
              (f32x4.add
                (f32x4.mul
                  (f32x4.convert_i32x4_s (i32x4.shr_u (local.get $v) (i32.const 24)))
                  (local.get $t))
                (local.get $magic))
              (i32.const 24))))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $at) (local.get $end))))))
