;; The inner loops of scaling and blending, 16 pixels at a time. Addresses and sizes are in bytes; reads may
;; pass the end of a row by up to 32 bytes, writes end on a multiple of 16.
(module
  (memory (export "memory") 1)

  ;; One mix of two rows: (a * (256 - weight) + b * weight + 128) >> 8.
  (func (export "mixRows")
    (param $a i32) (param $b i32) (param $weight i32) (param $out i32) (param $bytes i32)
    (local $end i32) (local $wa v128) (local $wb v128) (local $half v128)
    (local $x v128) (local $y v128)
    (local.set $wb (i16x8.splat (local.get $weight)))
    (local.set $wa (i16x8.splat (i32.sub (i32.const 256) (local.get $weight))))
    (local.set $half (i16x8.splat (i32.const 128)))
    (local.set $end (i32.add (local.get $a) (local.get $bytes)))
    (loop $next
      (local.set $x (v128.load (local.get $a)))
      (local.set $y (v128.load (local.get $b)))
      (v128.store (local.get $out)
        (i8x16.narrow_i16x8_u
          (i16x8.shr_u
            (i16x8.add (local.get $half)
              (i16x8.add
                (i16x8.mul (i16x8.extend_low_i8x16_u (local.get $x)) (local.get $wa))
                (i16x8.mul (i16x8.extend_low_i8x16_u (local.get $y)) (local.get $wb))))
            (i32.const 8))
          (i16x8.shr_u
            (i16x8.add (local.get $half)
              (i16x8.add
                (i16x8.mul (i16x8.extend_high_i8x16_u (local.get $x)) (local.get $wa))
                (i16x8.mul (i16x8.extend_high_i8x16_u (local.get $y)) (local.get $wb))))
            (i32.const 8))))
      (local.set $a (i32.add (local.get $a) (i32.const 16)))
      (local.set $b (i32.add (local.get $b) (i32.const 16)))
      (local.set $out (i32.add (local.get $out) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $a) (local.get $end)))))

  ;; A row whose every 16 pixels read at most 16 neighbouring source pixels. A block of the table
  ;; is 64 bytes: 16 byte offsets, 16 weights of the right neighbour (16 bit), the first source pixel.
  (func (export "scaleRow") (param $source i32) (param $table i32) (param $out i32) (param $bytes i32)
    (local $end i32) (local $from i32) (local $left v128) (local $right v128) (local $w v128)
    (local $half v128) (local $one v128)
    (local.set $half (i16x8.splat (i32.const 128)))
    (local.set $one (i16x8.splat (i32.const 256)))
    (local.set $end (i32.add (local.get $out) (local.get $bytes)))
    (loop $next
      (local.set $from
        (i32.add (local.get $source) (i32.load offset=48 (local.get $table))))
      (local.set $left
        (i8x16.swizzle (v128.load (local.get $from)) (v128.load (local.get $table))))
      (local.set $right
        (i8x16.swizzle (v128.load offset=1 (local.get $from)) (v128.load (local.get $table))))
      (local.set $w (v128.load offset=16 (local.get $table)))
      (v128.store (local.get $out)
        (i8x16.narrow_i16x8_u
          (i16x8.shr_u
            (i16x8.add (local.get $half)
              (i16x8.add
                (i16x8.mul (i16x8.extend_low_i8x16_u (local.get $left))
                  (i16x8.sub (local.get $one) (local.get $w)))
                (i16x8.mul (i16x8.extend_low_i8x16_u (local.get $right)) (local.get $w))))
            (i32.const 8))
          (i16x8.shr_u
            (i16x8.add (local.get $half)
              (i16x8.add
                (i16x8.mul (i16x8.extend_high_i8x16_u (local.get $left))
                  (i16x8.sub (local.get $one) (v128.load offset=32 (local.get $table))))
                (i16x8.mul (i16x8.extend_high_i8x16_u (local.get $right))
                  (v128.load offset=32 (local.get $table)))))
            (i32.const 8))))
      (local.set $table (i32.add (local.get $table) (i32.const 64)))
      (local.set $out (i32.add (local.get $out) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $out) (local.get $end)))))

  ;; Any row, a pixel at a time. A table entry is 8 bytes: left source pixel, weight of the right one.
  (func (export "scaleRowAny")
    (param $source i32) (param $table i32) (param $out i32) (param $bytes i32)
    (local $end i32) (local $from i32) (local $left i32)
    (local.set $end (i32.add (local.get $out) (local.get $bytes)))
    (loop $next
      (local.set $from (i32.add (local.get $source) (i32.load (local.get $table))))
      (local.set $left (i32.load8_u (local.get $from)))
      (i32.store8 (local.get $out)
        (i32.add (local.get $left)
          (i32.shr_s
            (i32.add (i32.const 128)
              (i32.mul
                (i32.sub (i32.load8_u offset=1 (local.get $from)) (local.get $left))
                (i32.load offset=4 (local.get $table))))
            (i32.const 8))))
      (local.set $table (i32.add (local.get $table) (i32.const 8)))
      (local.set $out (i32.add (local.get $out) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $out) (local.get $end)))))

  ;; target = source + target * below / 255, rounded; exact for 16-bit products.
  (func (export "blend")
    (param $target i32) (param $source i32) (param $below i32) (param $bytes i32)
    (local $end i32) (local $x v128) (local $b v128) (local $low v128) (local $high v128)
    (local $half v128)
    (local.set $half (i16x8.splat (i32.const 128)))
    (local.set $end (i32.add (local.get $target) (local.get $bytes)))
    (loop $next
      (local.set $x (v128.load (local.get $target)))
      (local.set $b (v128.load (local.get $below)))
      (local.set $low
        (i16x8.add (i16x8.extmul_low_i8x16_u (local.get $x) (local.get $b)) (local.get $half)))
      (local.set $high
        (i16x8.add (i16x8.extmul_high_i8x16_u (local.get $x) (local.get $b)) (local.get $half)))
      (v128.store (local.get $target)
        (i8x16.add
          (v128.load (local.get $source))
          (i8x16.narrow_i16x8_u
            (i16x8.shr_u
              (i16x8.add (local.get $low) (i16x8.shr_u (local.get $low) (i32.const 8)))
              (i32.const 8))
            (i16x8.shr_u
              (i16x8.add (local.get $high) (i16x8.shr_u (local.get $high) (i32.const 8)))
              (i32.const 8)))))
      (local.set $target (i32.add (local.get $target) (i32.const 16)))
      (local.set $source (i32.add (local.get $source) (i32.const 16)))
      (local.set $below (i32.add (local.get $below) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $target) (local.get $end))))))
